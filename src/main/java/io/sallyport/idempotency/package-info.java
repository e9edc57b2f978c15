/**
 * The fast path in front of effects: who is at it right now. A claim is a courtesy that saves work; what decides is always the unique row in
 * PostgreSQL, so that a lost, slow or flushed Redis makes things slower and never wrong.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.idempotency;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

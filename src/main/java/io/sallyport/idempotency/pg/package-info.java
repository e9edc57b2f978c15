/** The record of callers' keys in PostgreSQL: here only its end. It is written in one statement with what a key created, by whoever creates it. */
@NullMarked
@CheckReturnValue
package io.sallyport.idempotency.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

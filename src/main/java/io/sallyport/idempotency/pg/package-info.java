/**
 * The record of callers' keys in PostgreSQL. Answers of models are kept here whole; of keys that created something else only the end is
 * here, for such a key is written in one statement with what it created, by whoever creates it.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.idempotency.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

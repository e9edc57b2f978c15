/**
 * Claims in Redis: two small scripts behind a tight timeout and a breaker. Whatever Redis does (slow, gone, flushed, failed over with lost
 * writes), a caller is told within a moment that nobody can say, and the ledger decides.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.idempotency.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

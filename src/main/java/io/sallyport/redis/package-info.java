/**
 * Scripts in Redis behind one tight timeout and one breaker, for every room that asks Redis on a caller's way. Whatever Redis does (slow,
 * gone, frozen, flushed), who asks is told within a moment that nobody can say, and decides for itself.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

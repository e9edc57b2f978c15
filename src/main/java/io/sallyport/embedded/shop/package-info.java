/**
 * The example shop: somebody else's system, as small as can be, that the embedded services serve below {@code /embedded/shop} for the
 * example agent to order from. It remembers keys: the same {@code Idempotency-Key} gets the same order, however often it comes. What it
 * has taken is durable before it answers. It is open, to this machine only, and is not there in {@code prod}.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.embedded.shop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

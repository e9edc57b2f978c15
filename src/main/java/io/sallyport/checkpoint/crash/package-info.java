/**
 * The process outside that ends this one at a chosen instant: asked before and after each durable write whether it may go on. Only tests of
 * crashes have one; everybody else's writes are told to nobody.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.checkpoint.crash;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

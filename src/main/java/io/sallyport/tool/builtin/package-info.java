/**
 * The tools that the gateway has itself. What one of them writes happens in the commit that records its result, or not at all; for the rest
 * they only compute.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.builtin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * Conditions of grants, in CEL (the Common Expression Language): no loops without bounds, no side effects, linear-time patterns. Compiled
 * once, evaluated for each call; what cannot be evaluated does not let a call through.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.cel;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What can be seen of the house from outside: metrics and traces. The only package that imports Micrometer or OpenTelemetry;
 * the rooms tell it what happens through observer ports of their own.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.telemetry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What protects an outgoing call: deadline, breaker, retry, retry budget.
 * Breakers and retries are SmallRye Fault Tolerance guards; this room builds them from the catalogue and keeps their state.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.resilience;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

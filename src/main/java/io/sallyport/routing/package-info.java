/**
 * From an alias to an answer: which candidate is asked, what happens when it misbehaves, and the record of why.
 * A {@link io.sallyport.routing.ModelCall} lives on one event-loop context from beginning to end, so nothing in it is
 * shared or locked; what outlives a call (breakers, cooldowns, budgets, records) is bounded and safe to share.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.routing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

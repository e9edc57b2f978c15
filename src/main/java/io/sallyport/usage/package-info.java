/**
 * What was used: one entry for each attempt at a model and each call of a tool, with on whose account it was and what it cost. An entry is
 * written together with the settlement of its reservation, so that the sums of the entries are what the budgets say.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.usage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What may be used: rates (requests, tokens a minute, requests at once) in {@code limit.redis}, budgets (money, tokens by the hour and longer)
 * in {@code limit.pg}. Everything is reserved at its upper bound before it is spent and settled at what it was. A rate may be refused wrongly
 * when a store is lost; a budget is
 * exceeded only by what a provider delivers beyond its reservation, or what is told after one has ended, and both are booked apart.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

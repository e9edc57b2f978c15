package io.sallyport.routing;

import io.sallyport.limit.Budgets.Hold;
import java.util.List;

/**
 * What an attempt may come to, reserved.
 *
 * @param reservation its name
 */
record Held(String reservation, List<Hold> holds) {}

package io.sallyport.tool;

import io.sallyport.resilience.BreakerState;

/**
 * How a tool is, as this replica sees it.
 *
 * @param inFlight attempts under way from this replica
 */
public record ToolHealth(BreakerState breaker, int inFlight) {}

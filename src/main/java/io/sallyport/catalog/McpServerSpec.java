package io.sallyport.catalog;

import io.sallyport.catalog.RouteSpec.BreakerSpec;
import java.time.Duration;

/**
 * A remote MCP server: one entry of {@code catalog/mcp.yaml}.
 *
 * @param endpoint      where it takes messages (MCP, Streamable HTTP); it has no look-up
 * @param timeout       for the greeting and the list of its tools together, before a call may be made
 * @param refresh       for how long its list of tools is believed
 * @param maxConcurrent calls at once of all its tools, from this replica
 * @param breaker       for all its tools
 */
public record McpServerSpec(
        String name,
        ToolBinding.Http endpoint,
        Duration timeout,
        Duration refresh,
        int maxConcurrent,
        BreakerSpec breaker) {

    /** The same server with other headers. */
    public McpServerSpec withEndpoint(ToolBinding.Http other) {
        return new McpServerSpec(name, other, timeout, refresh, maxConcurrent, breaker);
    }
}

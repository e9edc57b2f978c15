package io.sallyport.tool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.resilience.BreakerState;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * The guards of all tools. Runs are pinned to manifests of different ages: what is the same tool in the same place with the same bounds has
 * one guard, whichever manifest it is called by.
 */
final class ToolGuards {
    private static final int MOST = 1000;

    private final Cache<Key, ToolGuard> guards =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final BiConsumer<String, BreakerState> onChange;

    ToolGuards(BiConsumer<String, BreakerState> onChange) {
        this.onChange = onChange;
    }

    /** @param name the tool's; the tools of an MCP server have one guard together, with the server's name */
    private record Key(String name, String place, BreakerSpec breaker, int maxConcurrent) {
        static Key of(ToolSpec tool) {
            return switch (tool.binding()) {
                case ToolBinding.Http http ->
                    of(tool, tool.name(), http.url().origin().toString());
                case ToolBinding.BuiltIn builtIn -> of(tool, tool.name(), builtIn.name());
                case ToolBinding.Fetch fetch -> of(tool, tool.name(), ToolBinding.Fetch.NAME);
                case ToolBinding.Agent agent -> of(tool, tool.name(), agent.name());
                case ToolBinding.Mcp(var server, var _, var _, var _) ->
                    of(tool, "mcp:" + server.name(), server.endpoint().url().text());
            };
        }

        private static Key of(ToolSpec tool, String name, String place) {
            return new Key(name, place, tool.breaker(), tool.maxConcurrent());
        }
    }

    ToolGuard of(ToolSpec tool) {
        return Objects.requireNonNull(
                guards.get(Key.of(tool), missing -> new ToolGuard(missing.name(), tool, onChange)));
    }
}

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

    private record Key(String tool, String place, BreakerSpec breaker, int maxConcurrent) {
        static Key of(ToolSpec tool) {
            String place = switch (tool.binding()) {
                case ToolBinding.Http http -> http.url().origin().toString();
                case ToolBinding.BuiltIn builtIn -> builtIn.name();
                case ToolBinding.Fetch fetch -> ToolBinding.Fetch.NAME;
                case ToolBinding.Agent agent -> agent.name();
            };
            return new Key(tool.name(), place, tool.breaker(), tool.maxConcurrent());
        }
    }

    ToolGuard of(ToolSpec tool) {
        return Objects.requireNonNull(guards.get(Key.of(tool), missing -> new ToolGuard(tool, onChange)));
    }
}

package io.sallyport.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One immutable snapshot of the whole catalogue. A request takes one at the door and sees nothing else until it ends.
 *
 * @param revision   digest over all files, the same on every replica that loaded the same files
 * @param loadedAt   when this replica loaded it
 * @param providers  by name, in file order
 * @param routes     by alias, in file order
 * @param principals in file order
 * @param tools      by name
 * @param agents     by name, each as the revision that new runs are pinned to
 * @param limits     what holds for all limits, and for everybody
 * @param mcp        remote MCP servers by name
 */
public record Catalog(
        String revision,
        Instant loadedAt,
        Map<String, ProviderSpec> providers,
        Map<String, RouteSpec> routes,
        List<PrincipalSpec> principals,
        Map<String, ToolSpec> tools,
        Map<String, AgentRevision> agents,
        LimitRules limits,
        Map<String, McpServerSpec> mcp) {

    public Catalog {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        principals = List.copyOf(principals);
        tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
        agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
        mcp = Collections.unmodifiableMap(new LinkedHashMap<>(mcp));
    }

    /** A catalogue that says nothing of limits and MCP servers. */
    public Catalog(
            String revision,
            Instant loadedAt,
            Map<String, ProviderSpec> providers,
            Map<String, RouteSpec> routes,
            List<PrincipalSpec> principals,
            Map<String, ToolSpec> tools,
            Map<String, AgentRevision> agents) {
        this(revision, loadedAt, providers, routes, principals, tools, agents, LimitRules.DEFAULT, Map.of());
    }

    /** A catalogue of models alone. */
    public Catalog(
            String revision,
            Instant loadedAt,
            Map<String, ProviderSpec> providers,
            Map<String, RouteSpec> routes,
            List<PrincipalSpec> principals) {
        this(revision, loadedAt, providers, routes, principals, Map.of(), Map.of());
    }

    /** The currency of all prices, ISO 4217; empty where nothing has a price, or prices are in several. It looks at every model. */
    public Optional<String> currency() {
        List<String> currencies = providers.values().stream()
                .flatMap(provider -> provider.models().values().stream())
                .flatMap(model -> model.price().stream())
                .map(PriceList::currency)
                .distinct()
                .toList();
        return currencies.size() == 1 ? Optional.of(currencies.getFirst()) : Optional.empty();
    }
}

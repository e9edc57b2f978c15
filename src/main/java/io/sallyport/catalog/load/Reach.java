package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Delegation;
import io.sallyport.catalog.RouteSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** By which routes models may be come to, by whom. */
final class Reach {
    private static final String ROUTE = "route:";
    private static final String AGENT = "agent:";

    private final Map<String, RouteSpec> routes;
    private final Map<String, AgentRevision> agents;
    private final Delegation delegation;

    Reach(Map<String, RouteSpec> routes, Map<String, AgentRevision> agents) {
        this.routes = routes;
        this.agents = agents;
        Map<String, AgentSpec> specs = new TreeMap<>();
        agents.forEach((name, revision) -> specs.put(name, revision.agent()));
        this.delegation = new Delegation(specs, List.of());
    }

    /** By everybody together. */
    List<Reached> everywhere() {
        return of(List.of(ROUTE + "*", AGENT + "*"));
    }

    /**
     * By whoever has these permissions: over routes, and by the runs of agents and of those whom they call, which their creators pay for.
     */
    List<Reached> of(List<String> may) {
        List<Reached> all = new ArrayList<>();
        routes.forEach((alias, route) -> {
            if (allowed(may, ROUTE, alias)) {
                all.add(Reached.by(route));
            }
        });
        Set<String> reached = new LinkedHashSet<>();
        agents.keySet().stream()
                .filter(name -> allowed(may, AGENT, name))
                .forEach(name -> reached.addAll(delegation.reached(name)));
        reached.forEach(name -> {
            @Nullable AgentRevision agent = agents.get(name);
            @Nullable
            RouteSpec route = agent == null ? null : routes.get(agent.agent().route());
            if (agent != null && route != null) {
                all.add(Reached.by(route, agent.agent(), Optional.of(agent.prompt())));
            }
        });
        return all;
    }

    private static boolean allowed(List<String> may, String kind, String name) {
        return may.stream()
                .filter(permission -> permission.startsWith(kind))
                .anyMatch(permission -> Globs.pattern(permission.substring(kind.length()))
                        .matcher(name)
                        .matches());
    }
}

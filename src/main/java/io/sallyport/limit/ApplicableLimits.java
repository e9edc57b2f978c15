package io.sallyport.limit;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.catalog.RouteSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which limits of one catalogue a request is under. Entries that have none are left out beforehand, so that the answer for a request without
 * limits takes a few look-ups and allocates nothing.
 */
public final class ApplicableLimits {
    private final Catalog catalog;
    private final Map<String, LimitsSpec> clients;
    private final Map<String, LimitsSpec> roles;
    private final Map<String, LimitsSpec> agents;
    private final LimitsSpec everybody;

    private ApplicableLimits(Catalog catalog) {
        this.catalog = catalog;
        this.clients = principals(catalog, PrincipalSpec::client);
        this.roles = principals(catalog, PrincipalSpec::role);
        this.agents = agents(catalog);
        this.everybody = catalog.limits().everybody();
    }

    /** The limits that {@code catalog} has. */
    public static ApplicableLimits of(Catalog catalog) {
        return new ApplicableLimits(catalog);
    }

    /** The catalogue that these are the limits of. */
    public Catalog catalog() {
        return catalog;
    }

    /**
     * The limits of what {@code spender} asks of {@code route}: the client's, its roles', its agent's, the route's, everybody's.
     *
     * @param route null where no route is asked
     */
    public List<AppliedLimit> to(Spender spender, @Nullable RouteSpec route) {
        LimitsSpec own = clients.isEmpty() ? null : clients.get(spender.client());
        LimitsSpec agents = agentsOf(spender);
        LimitsSpec routes = route == null || route.limits().isEmpty() ? null : route.limits();
        boolean mayHaveRoles = !roles.isEmpty() && !spender.roles().isEmpty();
        if (own == null && agents == null && routes == null && !mayHaveRoles && everybody.isEmpty()) {
            return List.of();
        }
        List<AppliedLimit> all = new ArrayList<>(4);
        add(all, own, spender.tenant(), "client:" + spender.client(), spender);
        if (mayHaveRoles) {
            roles.forEach((role, limits) -> addRole(all, role, limits, spender));
        }
        add(all, agents, AppliedLimit.EVERY_TENANT, "agent:" + spender.agent(), spender);
        add(all, routes, AppliedLimit.EVERY_TENANT, route == null ? "" : "route:" + route.alias(), spender);
        add(all, everybody, AppliedLimit.EVERY_TENANT, "all", spender);
        return all.isEmpty() ? List.of() : all;
    }

    private @Nullable LimitsSpec agentsOf(Spender spender) {
        return agents.isEmpty() || spender.agent() == null ? null : agents.get(spender.agent());
    }

    private static void addRole(List<AppliedLimit> all, String role, LimitsSpec limits, Spender spender) {
        if (spender.roles().contains(role)) {
            add(all, limits, spender.tenant(), "role:" + role + '/' + spender.client(), spender);
        }
    }

    private static void add(
            List<AppliedLimit> all, @Nullable LimitsSpec limits, String tenant, String scope, Spender spender) {
        if (limits == null) {
            return;
        }
        for (LimitSpec limit : limits.all()) {
            all.add(new AppliedLimit(tenant, scope, limit));
        }
        if (spender.user() != null) {
            for (LimitSpec limit : limits.perUser()) {
                all.add(new AppliedLimit(tenant, "user:" + scope + '/' + spender.user(), limit));
            }
        }
    }

    private static Map<String, LimitsSpec> principals(
            Catalog catalog, Function<PrincipalSpec, Optional<String>> whose) {
        Map<String, LimitsSpec> known = new HashMap<>();
        for (PrincipalSpec entry : catalog.principals()) {
            Optional<String> name = whose.apply(entry);
            if (name.isPresent() && !entry.limits().isEmpty()) {
                known.merge(name.get(), entry.limits(), ApplicableLimits::both);
            }
        }
        return Map.copyOf(known);
    }

    private static Map<String, LimitsSpec> agents(Catalog catalog) {
        Map<String, LimitsSpec> known = new HashMap<>();
        for (AgentRevision revision : catalog.agents().values()) {
            if (!revision.agent().shared().isEmpty()) {
                known.put(revision.agent().name(), revision.agent().shared());
            }
        }
        return Map.copyOf(known);
    }

    /** Two entries of one client: what both limit is limited to the smaller amount. */
    private static LimitsSpec both(LimitsSpec one, LimitsSpec other) {
        return new LimitsSpec(smallest(one.all(), other.all()), smallest(one.perUser(), other.perUser()));
    }

    private static List<LimitSpec> smallest(List<LimitSpec> some, List<LimitSpec> more) {
        List<LimitSpec> least = new ArrayList<>(some);
        for (LimitSpec limit : more) {
            least.removeIf(known -> known.name().equals(limit.name()) && known.amount() >= limit.amount());
            if (least.stream().noneMatch(known -> known.name().equals(limit.name()))) {
                least.add(limit);
            }
        }
        return least;
    }
}

package io.sallyport.catalog;

import io.sallyport.catalog.AgentSpec.ToolGrant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent may do through another one: nothing that it may not do itself. An agent may use its route and the tools of its manifest, and
 * what {@code principals.yaml} lets its own client do. All that is reached through a child, through its children and theirs, has to be among
 * that. Where the agent's own grant of a tool has a condition, the child's has to have the same one, word for word: of two conditions nobody
 * can tell in general which lets more through.
 */
public final class Delegation {
    private static final String TOOL = "tool:";
    private static final String ROUTE = "route:";

    private final Map<String, AgentSpec> agents;
    private final List<PrincipalSpec> principals;

    /** @param agents by name */
    public Delegation(Map<String, AgentSpec> agents, List<PrincipalSpec> principals) {
        this.agents = agents;
        this.principals = principals;
    }

    /**
     * Something that is reached through a child and is not its caller's.
     *
     * @param agent who has it
     * @param what  {@code tool:<name>} or {@code route:<alias>}
     * @param when  the condition that the child's grant would need
     */
    public record Excess(String agent, String what, Optional<String> when) {
        @Override
        public String toString() {
            return when.map(rule -> "`" + what + "` without the condition `" + rule + "`")
                    .orElse("`" + what + "`");
        }
    }

    /** The first thing that {@code parent} would get by calling {@code child} and does not have; empty: it may call it. */
    public Optional<Excess> excess(AgentSpec parent, String child) {
        return reached(child).stream()
                .flatMap(name -> Optional.ofNullable(agents.get(name)).stream())
                .flatMap(agent -> excess(parent, agent).stream())
                .findFirst();
    }

    private Optional<Excess> excess(AgentSpec parent, AgentSpec child) {
        if (!child.route().equals(parent.route()) && !principalMay(parent, ROUTE + child.route())) {
            return Optional.of(new Excess(child.name(), ROUTE + child.route(), Optional.empty()));
        }
        return child.tools().stream()
                .filter(grant -> AgentTool.agent(grant.name()).isEmpty())
                .flatMap(grant -> excess(parent, child, grant).stream())
                .findFirst();
    }

    private Optional<Excess> excess(AgentSpec parent, AgentSpec child, ToolGrant grant) {
        String tool = TOOL + grant.name();
        Optional<ToolGrant> own = parent.tools().stream()
                .filter(mine -> mine.name().equals(grant.name()))
                .findFirst();
        if (own.isEmpty()) {
            return principalMay(parent, tool)
                    ? Optional.empty()
                    : Optional.of(new Excess(child.name(), tool, Optional.empty()));
        }
        Optional<String> condition = own.get().when();
        return condition.isEmpty() || condition.equals(grant.when())
                ? Optional.empty()
                : Optional.of(new Excess(child.name(), tool, condition));
    }

    private boolean principalMay(AgentSpec agent, String permission) {
        return principals.stream()
                .filter(entry -> entry.client().equals(Optional.of(agent.client())))
                .flatMap(entry -> entry.may().stream())
                .anyMatch(may -> matches(may, permission));
    }

    /** As permissions are read: {@code *} stands for any characters of a name, never for a kind. */
    static boolean matches(String may, String permission) {
        int kind = permission.indexOf(':') + 1;
        return may.length() >= kind
                && may.startsWith(permission.substring(0, kind))
                && glob(may.substring(kind), permission.substring(kind));
    }

    private static boolean glob(String glob, String name) {
        int star = glob.indexOf('*');
        if (star < 0) {
            return glob.equals(name);
        }
        String rest = glob.substring(star + 1);
        if (!name.startsWith(glob.substring(0, star))) {
            return false;
        }
        for (int at = star; at <= name.length(); at++) {
            if (glob(rest, name.substring(at))) {
                return true;
            }
        }
        return false;
    }

    /** {@code agent} and all whom it comes to, directly or through others. */
    public Set<String> reached(String agent) {
        Set<String> seen = new LinkedHashSet<>();
        reach(agent, seen);
        return seen;
    }

    private void reach(String agent, Set<String> seen) {
        @Nullable AgentSpec spec = agents.get(agent);
        if (spec != null && seen.add(agent)) {
            spec.agents().forEach(child -> reach(child, seen));
        }
    }

    /** A way by which {@code agent} would come to call itself, itself at both ends; empty where there is none. */
    public List<String> circle(String agent) {
        @Nullable AgentSpec spec = agents.get(agent);
        return spec == null
                ? List.of()
                : spec.agents().stream()
                        .map(child -> way(child, agent, new LinkedHashSet<>(Set.of(agent))))
                        .filter(way -> !way.isEmpty())
                        .findFirst()
                        .orElse(List.of());
    }

    private List<String> way(String from, String to, Set<String> walked) {
        if (from.equals(to)) {
            List<String> all = new ArrayList<>(walked);
            all.add(to);
            return all;
        }
        @Nullable AgentSpec spec = agents.get(from);
        if (spec == null || !walked.add(from)) {
            return List.of();
        }
        for (String child : spec.agents()) {
            List<String> way = way(child, to, walked);
            if (!way.isEmpty()) {
                return way;
            }
        }
        walked.remove(from);
        return List.of();
    }
}

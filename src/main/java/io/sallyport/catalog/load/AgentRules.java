package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Nearest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What an agent names has to be there. */
final class AgentRules {
    private static final String AGENT = "agent:";

    private final Map<String, RouteSpec> routes;
    private final Tools tools;
    private final Findings findings;

    AgentRules(Map<String, RouteSpec> routes, Tools tools, Findings findings) {
        this.routes = routes;
        this.tools = tools;
        this.findings = findings;
    }

    void check(AgentSpec agent, Fields fields) {
        if (!agent.route().isEmpty() && !routes.containsKey(agent.route())) {
            findings.error(
                    fields.at("route"),
                    "There is no route `" + agent.route() + "`.",
                    nearest(agent.route(), routes.keySet()));
        }
        Set<String> seen = new HashSet<>();
        for (YamlNode item : fields.items("tools")) {
            Fields grant = Fields.of(item, findings);
            grant.text("name").ifPresent(name -> grant(name, grant, seen));
        }
    }

    private void grant(String name, Fields grant, Set<String> seen) {
        if (name.startsWith(AGENT)) {
            findings.error(
                    grant.at("name"), "An agent that calls agents comes in a later version.", "Grant tools only.");
        } else if (!tools.all().containsKey(name) && !tools.isBroken(name)) {
            findings.error(
                    grant.at("name"),
                    "There is no tool `" + name + "`.",
                    nearest(name, tools.all().keySet()));
        } else if (!seen.add(name)) {
            findings.error(grant.at("name"), "The tool `" + name + "` is granted twice.", "Make one entry of the two.");
        }
    }

    static String nearest(String name, Collection<String> known) {
        return Nearest.to(name, known)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse(known.isEmpty() ? "There are none yet." : "Known: " + String.join(", ", known) + ".");
    }
}

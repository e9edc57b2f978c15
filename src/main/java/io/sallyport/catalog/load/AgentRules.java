package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentTool;
import io.sallyport.catalog.ConditionCheck;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.UserKeyCheck;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an agent names has to be there. */
final class AgentRules {
    private final Map<String, RouteSpec> routes;
    private final Tools tools;
    private final ConditionCheck conditions;
    private final UserKeyCheck userKey;
    private final Findings findings;
    private final Map<String, String> agentsOfClients = new HashMap<>();

    AgentRules(Map<String, RouteSpec> routes, Tools tools, CatalogLoader.Checks checks, Findings findings) {
        this.routes = routes;
        this.tools = tools;
        this.conditions = checks.conditions();
        this.userKey = checks.userKey();
        this.findings = findings;
    }

    /** The route by which the agent's runs come to models; nothing where it is not there. */
    List<Reached> reached(AgentSpec agent, Optional<PromptSpec> prompt) {
        return Optional.ofNullable(routes.get(agent.route())).map(route -> Reached.by(route, agent, prompt)).stream()
                .toList();
    }

    void check(AgentSpec agent, Fields fields) {
        if (!agent.route().isEmpty() && !routes.containsKey(agent.route())) {
            findings.error(
                    fields.at("route"),
                    "There is no route `" + agent.route() + "`.",
                    nearest(agent.route(), routes.keySet()));
        }
        client(agent, fields);
        cost(agent, fields);
        Set<String> seen = new HashSet<>();
        for (YamlNode item : fields.items("tools")) {
            Fields grant = Fields.of(item, findings);
            grant.text("name").ifPresent(name -> grant(name, grant, seen));
            Optional<JsonNode> input = grant.text("name").map(tools.all()::get).map(ToolSpec::input);
            grant.text("when")
                    .flatMap(when -> conditions.mistake(when, input))
                    .ifPresent(mistake -> findings.error(
                            grant.at("when"),
                            "This condition cannot be used: " + mistake.what()
                                    + (mistake.what().endsWith(".") ? "" : "."),
                            mistake.fix()));
        }
    }

    /** Whoever calls a tool by itself is known by the client alone: of two agents the conditions of one would not be held against it. */
    private void client(AgentSpec agent, Fields fields) {
        if (agent.client().isEmpty()) {
            return;
        }
        @Nullable String other = agentsOfClients.putIfAbsent(agent.client(), agent.name());
        if (other != null) {
            findings.error(
                    fields.at("client"),
                    "The client `" + agent.client() + "` is the agent `" + other + "` already.",
                    "Give each agent an OIDC client of its own.");
        }
    }

    /** @param needed the agent's tools, and those that undo one of them */
    void check(AgentSpec agent, Fields fields, Collection<ToolSpec> needed, PromptVersion prompt) {
        boolean needsToken = needed.stream()
                .anyMatch(tool -> tool.binding()
                        .endpoint()
                        .filter(http -> http.auth() != ToolBinding.Auth.NONE)
                        .isPresent());
        if (needsToken && agent.clientSecret().isEmpty()) {
            findings.error(
                    fields.at("clientSecret"),
                    "A tool wants a token that the agent has to get, and `clientSecret` is missing or empty.",
                    "Add it, like `clientSecret: ${ORDER_DESK_SECRET}`.");
        }
        users(fields, needed);
        Fields front = prompt.frontMatter();
        front.text("model")
                .filter(model -> !model.equals(agent.route()))
                .ifPresent(model -> findings.error(
                        front.at("model"),
                        "The prompt is written for `" + model + "`, and the agent `" + agent.name()
                                + "` uses the route `" + agent.route() + "`.",
                        "Remove `model`, or name the same route."));
        List<String> names =
                agent.tools().stream().map(AgentSpec.ToolGrant::name).toList();
        front.texts("tools").stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> findings.error(
                        front.at("tools"),
                        "The prompt speaks of the tool `" + name + "`, which the agent `" + agent.name()
                                + "` may not call.",
                        nearest(name, names)));
    }

    /** Who waits for a person may be called again when this process is long gone: the user's token is kept with the run, and only encrypted. */
    private void users(Fields fields, Collection<ToolSpec> needed) {
        needed.stream()
                .filter(ToolSpec::inUsersName)
                .findFirst()
                .ifPresent(tool -> userKey.missing()
                        .ifPresent(fix -> findings.error(
                                fields.at("tools"),
                                "The tool `" + tool.name()
                                        + "` is called in a user's name, and users' tokens cannot be kept without a key.",
                                fix)));
    }

    /** A limit in money over models without a price could never fire. */
    private void cost(AgentSpec agent, Fields fields) {
        @Nullable RouteSpec route = routes.get(agent.route());
        if (agent.limits().cost().isEmpty() || route == null) {
            return;
        }
        List<ModelSpec> models = route.models().toList();
        Place place = fields.fields("limits").at("cost");
        models.stream()
                .filter(model -> model.price().filter(PriceList::coversAlways).isEmpty())
                .findFirst()
                .ifPresent(model -> findings.error(
                        place,
                        "The route `" + agent.route() + "` leads to `" + model.ref()
                                + "`, which has no price, or none for earlier days: the limit could not be enforced.",
                        "Give it a `price`, the first one without `from`, or remove `cost`."));
        Set<String> currencies = models.stream()
                .flatMap(model -> model.price().stream())
                .map(PriceList::currency)
                .collect(Collectors.toCollection(TreeSet::new));
        if (currencies.size() > 1) {
            findings.error(
                    place,
                    "The route's models are paid in different currencies: " + String.join(", ", currencies) + ".",
                    "Use one currency within a route, or remove `cost`.");
        }
    }

    private void grant(String name, Fields grant, Set<String> seen) {
        if (AgentTool.agent(name).isPresent()) {
            function(name, grant, seen); // whether it is there is looked at when all agents are known
        } else if (!tools.all().containsKey(name) && !tools.isBroken(name)) {
            findings.error(
                    grant.at("name"),
                    "There is no tool `" + name + "`.",
                    nearest(name, tools.all().keySet()));
        } else if (!seen.add(name)) {
            findings.error(grant.at("name"), "The tool `" + name + "` is granted twice.", "Make one entry of the two.");
        }
    }

    private void function(String name, Fields grant, Set<String> seen) {
        String function = AgentTool.function(name);
        if (function.length() > AgentTool.LONGEST) {
            findings.error(
                    grant.at("name"),
                    "A model would call it `" + function + "`, and providers take " + AgentTool.LONGEST
                            + " characters.",
                    "Give the agent a shorter name.");
        }
        if (!seen.add(name)) {
            findings.error(
                    grant.at("name"), "The agent `" + name + "` is granted twice.", "Make one entry of the two.");
        } else if (!seen.add(function)) {
            findings.error(
                    grant.at("name"),
                    "A model would call it `" + function + "`, which is something else already.",
                    "Give one of the two another name.");
        }
    }

    static String nearest(String name, Collection<String> known) {
        return Nearest.to(name, known)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse(known.isEmpty() ? "There are none yet." : "Known: " + String.join(", ", known) + ".");
    }
}

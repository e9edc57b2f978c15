package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentTool;
import io.sallyport.catalog.Delegation;
import io.sallyport.catalog.Delegation.Excess;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Agents that call agents: whom they name is there, nobody comes to call itself, and nobody gets through another what is not its own. */
final class FamilyRules {
    private final Map<String, Agents.Manifest> manifests;
    private final Map<String, RouteSpec> routes;
    private final Collection<String> files;
    private final Delegation delegation;
    private final Findings findings;
    private final Set<String> circles = new HashSet<>();

    /** @param files names of all agents, of those too whose files are bad */
    FamilyRules(
            Map<String, Agents.Manifest> manifests,
            Map<String, RouteSpec> routes,
            Collection<String> files,
            List<PrincipalSpec> principals,
            Findings findings) {
        this.manifests = manifests;
        this.routes = routes;
        this.files = files;
        this.findings = findings;
        Map<String, AgentSpec> agents = new TreeMap<>();
        manifests.forEach((name, manifest) -> agents.put(name, manifest.agent()));
        this.delegation = new Delegation(agents, principals);
    }

    void check() {
        manifests.values().forEach(manifest -> {
            for (YamlNode item : manifest.fields().items("tools")) {
                Fields grant = Fields.of(item, findings);
                grant.text("name").flatMap(AgentTool::agent).ifPresent(child -> check(manifest.agent(), child, grant));
            }
        });
    }

    private void check(AgentSpec parent, String child, Fields grant) {
        Agents.@Nullable Manifest called = manifests.get(child);
        if (called == null) {
            if (!files.contains(child)) {
                findings.error(
                        grant.at("name"),
                        "There is no agent `" + child + "`.",
                        AgentRules.nearest(child, manifests.keySet()));
            }
            return;
        }
        if (called.agent().description().isEmpty()) {
            findings.error(
                    grant.at("name"),
                    "The agent `" + child + "` has no `description`: a model would not know what it is good for.",
                    "Say in agents/" + child
                            + ".yaml what it does, like `description: Reads documents, and answers questions about them.`.");
        }
        List<String> circle = delegation.circle(parent.name());
        if (!circle.isEmpty()) {
            if (circles.addAll(circle)) {
                findings.error(
                        grant.at("name"),
                        "Agents would call each other in a circle: " + String.join(" → ", circle) + ".",
                        "Take one of these grants away.");
            }
            return; // in a circle everybody reaches what everybody has
        }
        delegation.excess(parent, child).ifPresent(excess -> tooMuch(parent, child, excess, grant));
        cost(parent, child, grant);
    }

    private void tooMuch(AgentSpec parent, String child, Excess excess, Fields grant) {
        String through = excess.agent().equals(child) ? "" : " through `" + excess.agent() + "`";
        findings.error(
                grant.at("name"),
                "The agent `" + child + "` may use" + through + " " + excess + ", and its caller `" + parent.name()
                        + "` may not.",
                excess.when()
                        .map(rule -> "Give `" + excess.agent() + "` the same `when`, word for word.")
                        .orElse("Take it from `" + excess.agent() + "`, grant it to `" + parent.name() + "`, or allow `"
                                + excess.what() + "` to the client `" + parent.client() + "` in principals.yaml."));
    }

    /** A budget in money that is shared needs prices in its currency wherever it is spent. */
    private void cost(AgentSpec parent, String child, Fields grant) {
        @Nullable RouteSpec own = routes.get(parent.route());
        if (parent.limits().cost().isEmpty() || own == null) {
            return;
        }
        Optional<String> currency = own.models()
                .flatMap(model -> model.price().stream())
                .map(PriceList::currency)
                .findFirst();
        delegation.reached(child).stream()
                .flatMap(name -> Optional.ofNullable(manifests.get(name)).stream())
                .flatMap(reached ->
                        Optional.ofNullable(routes.get(reached.agent().route())).stream())
                .flatMap(RouteSpec::models)
                .filter(model -> !isPaidIn(model, currency))
                .findFirst()
                .ifPresent(model -> findings.error(
                        grant.at("name"),
                        "`" + parent.name() + "` has a limit on `cost`, and through `" + child + "` it comes to `"
                                + model.ref() + "`, which has no price in its currency, or none for earlier days.",
                        "Give the model a `price` in the same currency, or remove `cost`."));
    }

    private static boolean isPaidIn(ModelSpec model, Optional<String> currency) {
        return model.price()
                .filter(PriceList::coversAlways)
                .map(PriceList::currency)
                .equals(currency);
    }
}

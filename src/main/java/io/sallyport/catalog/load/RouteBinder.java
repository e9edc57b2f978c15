package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds {@code routes:}. */
final class RouteBinder {
    private final ModelRefs refs;
    private final LimitsBinder limits;
    private final Findings findings;

    RouteBinder(Map<String, ProviderSpec> providers, LimitsBinder limits, Findings findings) {
        this.limits = limits;
        this.refs = new ModelRefs(providers, findings);
        this.findings = findings;
    }

    Map<String, RouteSpec> bind(Fields top) {
        Map<String, RouteSpec> routes = new LinkedHashMap<>();
        top.named("routes").forEach((alias, fields) -> routes.put(alias, route(alias, fields)));
        return routes;
    }

    private RouteSpec route(String alias, Fields fields) {
        Map<String, Place> seen = new HashMap<>();
        List<RouteSpec.Candidate> candidates = candidates(fields, seen);
        List<ModelSpec> fallbacks = fallbacks(fields, seen);
        RouteSpec route = new RouteSpec(
                alias,
                candidates,
                fallbacks,
                TimeoutsBinder.bind(fields.fields("timeouts")),
                RetryBinder.retry(fields.fields("retry")),
                RetryBinder.breaker(fields.fields("breaker")),
                LimitsSpec.NONE,
                fields.text("idempotencyKey").filter("required"::equals).isPresent(),
                FieldRulesBinder.bind(fields, findings));
        return route.withLimits(limits.bind(fields.fields("limits"), List.of(Reached.by(route))));
    }

    private List<RouteSpec.Candidate> candidates(Fields fields, Map<String, Place> seen) {
        List<RouteSpec.Candidate> candidates = new ArrayList<>();
        int weights = 0;
        for (YamlNode item : fields.items("candidates")) {
            Fields candidate = Fields.of(item, findings);
            int weight = candidate.whole("weight").orElse(candidate.has("weight") ? 0 : 1);
            weights += weight;
            candidate
                    .scalar("model")
                    .flatMap(ref -> once(ref, seen))
                    .ifPresent(model -> candidates.add(new RouteSpec.Candidate(model, weight)));
        }
        if (weights == 0 && !fields.items("candidates").isEmpty()) {
            findings.error(
                    fields.at("candidates"),
                    "All candidates have the weight 0.",
                    "Give at least one a weight above 0.");
        }
        return candidates;
    }

    private List<ModelSpec> fallbacks(Fields fields, Map<String, Place> seen) {
        List<ModelSpec> fallbacks = new ArrayList<>();
        for (YamlNode item : fields.items("fallbacks")) {
            if (item instanceof YamlNode.Scalar ref) {
                once(ref, seen).ifPresent(fallbacks::add);
            }
        }
        return fallbacks;
    }

    /** The model, unless it is unknown or stands in this route already. */
    private Optional<ModelSpec> once(YamlNode.Scalar ref, Map<String, Place> seen) {
        Optional<ModelSpec> model = refs.find(ref);
        Optional<Place> earlier = model.map(found -> seen.putIfAbsent(found.ref(), ref.place()));
        earlier.ifPresent(place -> findings.error(
                ref.place(),
                "`" + ref.written() + "` is in this route already, in line " + place.line() + ".",
                "Remove one of the two: asking the same model again is what `retry` is for."));
        return model.filter(found -> earlier.isEmpty());
    }
}

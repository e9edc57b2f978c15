package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.RouteSpec.Candidate;
import io.sallyport.catalog.RouteSpec.RetrySpec;
import io.sallyport.catalog.RouteSpec.Timeouts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidatePlanTest {
    private static final CandidatePlan.Fitness ALL_FIT = model -> null;

    @Test
    void candidates_come_first_in_proportion_to_their_weights() {
        RouteSpec route = route(List.of(candidate("a", 3), candidate("b", 1)), List.of());
        Map<String, Integer> firsts = new HashMap<>();
        for (long seed = 0; seed < 4000; seed++) {
            ModelSpec first = new CandidatePlan(route, new Random(seed * 31 + 7), ALL_FIT).next();
            firsts.merge(first.name(), 1, Integer::sum);
        }
        assertThat(firsts.get("a") / 4000.0).isBetween(0.70, 0.80);
    }

    @Test
    void after_the_candidates_the_fallbacks_are_offered_in_order_and_each_once() {
        RouteSpec route = route(List.of(candidate("a", 1), candidate("b", 1)), List.of(model("c", 0), model("d", 0)));

        List<String> offered = drain(new CandidatePlan(route, new Random(3), ALL_FIT));

        assertThat(offered).hasSize(4).endsWith("c", "d").contains("a", "b");
    }

    @Test
    void weight_zero_takes_no_traffic_while_another_can() {
        RouteSpec route = route(List.of(candidate("a", 0), candidate("b", 1)), List.of());
        for (long seed = 0; seed < 200; seed++) {
            assertThat(drain(new CandidatePlan(route, new Random(seed), ALL_FIT)))
                    .containsExactly("b", "a");
        }
    }

    @Test
    void an_unfit_candidate_is_passed_over_and_the_reason_is_kept() {
        RouteSpec route = route(List.of(candidate("a", 1)), List.of(model("b", 0)));
        CandidatePlan plan = new CandidatePlan(
                route, new Random(1), model -> model.name().equals("a") ? SkipReason.BREAKER_OPEN : null);

        assertThat(drain(plan)).containsExactly("b");
        assertThat(plan.considered())
                .containsExactly(
                        new Decision.Considered("p/a", SkipReason.BREAKER_OPEN), new Decision.Considered("p/b", null));
    }

    @Test
    void after_a_context_was_too_small_only_larger_ones_are_offered() {
        RouteSpec route = route(
                List.of(new Candidate(model("small", 4096), 1)),
                List.of(model("same", 4096), model("unknown", 0), model("large", 32768)));
        CandidatePlan plan = new CandidatePlan(route, new Random(1), ALL_FIT);
        plan.onlyLargerThan(plan.next());

        assertThat(drain(plan)).containsExactly("large");
    }

    private static List<String> drain(CandidatePlan plan) {
        List<String> names = new ArrayList<>();
        for (ModelSpec model = plan.next(); model != null; model = plan.next()) {
            names.add(model.name());
        }
        return names;
    }

    private static Candidate candidate(String name, int weight) {
        return new Candidate(model(name, 0), weight);
    }

    private static ModelSpec model(String name, int contextTokens) {
        return new ModelSpec(
                "p/" + name,
                "p",
                name,
                name,
                contextTokens == 0 ? OptionalInt.empty() : OptionalInt.of(contextTokens),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static RouteSpec route(List<Candidate> candidates, List<ModelSpec> fallbacks) {
        return new RouteSpec("r", candidates, fallbacks, Timeouts.DEFAULT, RetrySpec.DEFAULT, BreakerSpec.DEFAULT);
    }
}

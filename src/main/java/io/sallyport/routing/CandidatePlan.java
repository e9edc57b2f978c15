package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.routing.Decision.Considered;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The order in which one call asks its candidates: the weighted ones shuffled by their weights, then the fallbacks as written. Each is
 * offered at most once; whether it is fit is asked when its turn comes and not before.
 */
final class CandidatePlan {
    private final List<ModelSpec> order;
    private final Fitness fitness;
    private final @Nullable SkipReason[] skipped;
    private int next;
    private int leastContext = -1;

    /** Whether a candidate may be asked now. */
    interface Fitness {
        /** Why not, or null. */
        @Nullable
        SkipReason unfit(ModelSpec model);
    }

    CandidatePlan(RouteSpec route, RandomGenerator random, Fitness fitness) {
        this.order = ordered(route, random);
        this.fitness = fitness;
        this.skipped = new @Nullable SkipReason[order.size()];
    }

    /** The next candidate that may be asked, or null when there is none left. */
    @Nullable
    ModelSpec next() {
        while (next < order.size()) {
            int at = next++;
            SkipReason reason = isTooSmall(order.get(at)) ? SkipReason.CONTEXT_TOO_SMALL : fitness.unfit(order.get(at));
            skipped[at] = reason;
            if (reason == null) {
                return order.get(at);
            }
        }
        return null;
    }

    private boolean isTooSmall(ModelSpec model) {
        return leastContext >= 0 && model.contextTokens().orElse(-1) <= leastContext;
    }

    /** Whether anybody else may still be asked. */
    boolean hasMore() {
        return next < order.size();
    }

    /** From now on only candidates with a context larger than that of {@code model}. */
    void onlyLargerThan(ModelSpec model) {
        leastContext = model.contextTokens().orElse(Integer.MAX_VALUE);
    }

    /** What became of a candidate is known better now: why it is passed over, or null when it is asked after all. */
    void skip(ModelSpec model, @Nullable SkipReason reason) {
        skipped[order.indexOf(model)] = reason;
    }

    List<Considered> considered() {
        List<Considered> all = new ArrayList<>(order.size());
        for (int i = 0; i < order.size(); i++) {
            all.add(new Considered(order.get(i).ref(), skipped[i]));
        }
        return all;
    }

    /** All candidates, fit or not. */
    List<ModelSpec> order() {
        return order;
    }

    private static List<ModelSpec> ordered(RouteSpec route, RandomGenerator random) {
        if (route.candidates().size() == 1 && route.fallbacks().isEmpty()) {
            return List.of(route.candidates().getFirst().model());
        }
        List<RouteSpec.Candidate> left = new ArrayList<>(route.candidates());
        List<ModelSpec> order = new ArrayList<>(left.size() + route.fallbacks().size());
        while (!left.isEmpty()) {
            order.add(left.remove(draw(left, random)).model());
        }
        order.addAll(route.fallbacks());
        return order;
    }

    private static int draw(List<RouteSpec.Candidate> among, RandomGenerator random) {
        int total = 0;
        for (RouteSpec.Candidate candidate : among) {
            total += candidate.weight();
        }
        if (among.size() == 1 || total == 0) {
            return 0;
        }
        int ticket = random.nextInt(total);
        for (int i = 0; i < among.size(); i++) {
            ticket -= among.get(i).weight();
            if (ticket < 0) {
                return i;
            }
        }
        return among.size() - 1;
    }
}

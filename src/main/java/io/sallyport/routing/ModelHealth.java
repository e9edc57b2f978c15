package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.resilience.Breaker;
import io.sallyport.resilience.BreakerState;
import java.util.Comparator;
import java.util.List;

/**
 * How one model is.
 *
 * @param breaker    the worst state of its breakers: routes with other breaker settings have one of their own
 * @param inFlight   attempts under way from this replica
 * @param coolingMs  milliseconds until it may be asked again after a 429, 0 when it may now
 */
public record ModelHealth(ModelSpec model, BreakerState breaker, int inFlight, long coolingMs) {
    /** Whether it would be asked now. */
    public boolean healthy() {
        return breaker != BreakerState.OPEN && coolingMs == 0;
    }

    static ModelHealth of(ModelSpec model, CandidateHealth health) {
        List<Breaker> breakers = health.breakersOf(model.ref()).toList();
        BreakerState worst = breakers.stream()
                .map(Breaker::state)
                .max(Comparator.naturalOrder())
                .orElse(BreakerState.CLOSED);
        int inFlight = breakers.stream().mapToInt(Breaker::inFlight).sum();
        return new ModelHealth(model, worst, inFlight, health.cooldowns().remainingMillis(model.ref()));
    }
}

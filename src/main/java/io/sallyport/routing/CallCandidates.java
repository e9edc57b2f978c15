package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Capability;
import io.sallyport.chat.Operation;
import io.sallyport.core.Problem;
import io.sallyport.resilience.Breaker;
import io.sallyport.resilience.BreakerState;
import io.sallyport.resilience.RetryBudget;
import io.sallyport.routing.Decision.Considered;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The candidates of one call: in which order they are asked, and whether each is fit when its turn comes. */
final class CallCandidates {
    private final CallRequest request;
    private final CandidateHealth health;
    private final Operation operation;
    private final Set<Capability> needs;
    private final CandidatePlan plan;

    CallCandidates(CallRequest request, CandidateHealth health, RandomGenerator random) {
        this.request = request;
        this.health = health;
        this.operation = request.asked().operation();
        this.needs = request.asked().needs();
        this.plan = new CandidatePlan(request.route(), random, this::unfit);
    }

    /** A candidate and how long it wants to be left alone. */
    record Cooling(ModelSpec model, long millis) {}

    private @Nullable SkipReason unfit(ModelSpec model) {
        if (!model.can(operation, needs)) {
            return SkipReason.INCAPABLE;
        }
        Breaker breaker = breaker(model);
        if (breaker.state() == BreakerState.OPEN) {
            return SkipReason.BREAKER_OPEN;
        }
        if (model.maxConcurrent().isPresent()
                && breaker.inFlight() >= model.maxConcurrent().getAsInt()) {
            return SkipReason.AT_CAPACITY;
        }
        return health.cooldowns().remainingMillis(model.ref()) > 0 ? SkipReason.COOLING_DOWN : null;
    }

    /** The next one to ask, or null. */
    @Nullable
    ModelSpec next() {
        return plan.next();
    }

    boolean hasMore() {
        return plan.hasMore();
    }

    /** Whether there is anybody beside the first. */
    boolean several() {
        return plan.order().size() > 1;
    }

    void onlyLargerThan(ModelSpec model) {
        plan.onlyLargerThan(model);
    }

    /** It was not asked after all. */
    void passedOver(ModelSpec model, SkipReason reason) {
        plan.skip(model, reason);
    }

    /** It is asked after all. */
    void unskip(ModelSpec model) {
        plan.skip(model, null);
    }

    List<Considered> considered() {
        return plan.considered();
    }

    Breaker breaker(ModelSpec model) {
        return health.breaker(request.catalog(), model, request.route().breaker());
    }

    RetryBudget retryBudget(ModelSpec model) {
        return health.retryBudget(model.provider());
    }

    void coolDown(AttemptFailed failure) {
        if (failure.outcome() == AttemptOutcome.STATUS_429 && failure.retryAfterMillis() > 0) {
            health.cooldowns().cool(failure.model().ref(), failure.retryAfterMillis());
        }
    }

    void answered(ModelSpec model) {
        health.cooldowns().recovered(model.ref());
    }

    /** The capable candidate whose cooldown ends first, or null when none is cooling. */
    @Nullable
    Cooling coolingLeast() {
        Cooling least = null;
        for (ModelSpec model : plan.order()) {
            long left = health.cooldowns().remainingMillis(model.ref());
            if (left > 0 && model.can(operation, needs) && (least == null || left < least.millis())) {
                least = new Cooling(model, left);
            }
        }
        return least;
    }

    /** What the caller is told when nobody could even be asked. */
    Problem nobodyAsked() {
        Cooling least = coolingLeast();
        long retryAfter = least == null ? request.route().breaker().openFor().toMillis() : least.millis();
        return CallProblems.nobodyAsked(considered(), request, retryAfter);
    }
}

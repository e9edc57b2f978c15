package io.sallyport.resilience;

import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The circuit breaker of one callee. What it guards ends when the whole exchange ends, not at its first byte, so that it learns of
 * streams that break in the middle; a probe in half-open is the exception, which its owner completes at the first token.
 */
public final class Breaker {
    private static final TypeLiteral<CompletionStage<Void>> STAGE = new TypeLiteral<>() {};

    private final TypedGuard<CompletionStage<Void>> guard;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile BreakerState state = BreakerState.CLOSED;

    /** A closed breaker; {@code onChange} hears of each change of state, from any thread. */
    public Breaker(String callee, BreakerSpec spec, Consumer<BreakerState> onChange) {
        guard = TypedGuard.create(STAGE)
                .withDescription(callee)
                // On an event loop a guard hops through the loop's queue twice, unless it "offloads" to the caller
                // itself.
                .withThreadOffload(true)
                .withThreadOffloadExecutor(Runnable::run)
                .withCircuitBreaker()
                .requestVolumeThreshold(spec.window())
                .failureRatio(spec.failureRatio())
                .delay(spec.openFor().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(Breaker::isCalleesFailure)
                .onStateChange(to -> {
                    state = of(to);
                    onChange.accept(state);
                })
                .done()
                .build();
    }

    /**
     * Runs {@code exchange} unless the breaker is open; then the stage fails with {@link CircuitBreakerOpenException}. The exchange's
     * stage must complete, whatever happens: a half-open breaker waits for its probe.
     */
    public CompletionStage<Void> run(Supplier<CompletionStage<Void>> exchange) {
        return guard.get(() -> {
            inFlight.incrementAndGet();
            return exchange.get().whenComplete((ok, failure) -> inFlight.decrementAndGet());
        });
    }

    public BreakerState state() {
        return state;
    }

    /** Exchanges begun and not ended. */
    public int inFlight() {
        return inFlight.get();
    }

    private static boolean isCalleesFailure(Throwable failure) {
        return !(failure instanceof GuardedFailure known) || known.countsForBreaker();
    }

    private static BreakerState of(CircuitBreakerState state) {
        return switch (state) {
            case CLOSED -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case OPEN -> BreakerState.OPEN;
        };
    }
}

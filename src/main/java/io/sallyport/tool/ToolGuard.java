package io.sallyport.tool;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.resilience.BreakerState;
import io.sallyport.resilience.GuardedFailure;
import io.sallyport.tool.Attempted.Verdict;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What protects one tool, and us from it: a breaker, a bound on calls at once with a short queue before it, and one immediate repetition
 * where a dead idle connection was met and nothing can happen twice. Waiting before a repetition is the business of whoever has the time.
 */
final class ToolGuard {
    private static final TypeLiteral<CompletionStage<Void>> STAGE = new TypeLiteral<>() {};

    private final TypedGuard<CompletionStage<Void>> guard;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile BreakerState state = BreakerState.CLOSED;

    /** @param name whose guard it is, as metrics call it */
    ToolGuard(String name, ToolSpec tool, BiConsumer<String, BreakerState> onChange) {
        guard = TypedGuard.create(STAGE)
                .withDescription(name)
                // Otherwise the guard would move everything to threads of its own.
                .withThreadOffload(true)
                .withThreadOffloadExecutor(Runnable::run)
                .withCircuitBreaker()
                .requestVolumeThreshold(tool.breaker().window())
                .failureRatio(tool.breaker().failureRatio())
                .delay(tool.breaker().openFor().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(failure -> failure instanceof AttemptFailed known && known.countsForBreaker())
                .onStateChange(to -> {
                    state = of(to);
                    onChange.accept(name, state);
                })
                .done()
                .withBulkhead()
                .limit(tool.maxConcurrent())
                .queueSize(tool.maxConcurrent())
                .done()
                .withRetry()
                .maxRetries(1)
                .delay(0, ChronoUnit.MILLIS)
                .jitter(0, ChronoUnit.MILLIS)
                .whenException(failure -> failure instanceof AttemptFailed known && known.mayRetry())
                .done()
                .build();
    }

    /**
     * Runs {@code attempt}, which must complete whatever happens. The stage fails where the guard does not let it through, with the
     * engine's own exceptions.
     */
    <T> CompletionStage<T> run(Supplier<CompletionStage<Attempted<T>>> attempt) {
        Last<T> last = new Last<>();
        return guard.get(() -> {
                    inFlight.incrementAndGet();
                    return attempt.get()
                            .whenComplete((attempted, failure) -> inFlight.decrementAndGet())
                            .thenAccept(last::is);
                })
                .handle((done, failure) -> last.orElseThrow(failure));
    }

    BreakerState state() {
        return state;
    }

    int inFlight() {
        return inFlight.get();
    }

    private static BreakerState of(CircuitBreakerState state) {
        return switch (state) {
            case CLOSED -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case OPEN -> BreakerState.OPEN;
        };
    }

    /** The outcome of the last attempt: the guard itself is told only how the tool is. */
    private static final class Last<T> {
        private volatile Optional<T> outcome = Optional.empty();

        void is(Attempted<T> attempted) {
            outcome = Optional.of(attempted.outcome());
            if (attempted.verdict() != Verdict.FINE) {
                throw new AttemptFailed(attempted.verdict());
            }
        }

        T orElseThrow(Throwable failure) {
            return outcome.orElseThrow(() -> new CompletionException(failure));
        }
    }

    private static final class AttemptFailed extends GuardedFailure {
        private final Verdict verdict;

        AttemptFailed(Verdict verdict) {
            super(verdict.name());
            this.verdict = verdict;
        }

        @Override
        public boolean countsForBreaker() {
            return verdict == Verdict.FAILED;
        }

        @Override
        public boolean mayRetry() {
            return verdict == Verdict.STALE;
        }

        @Override
        public long retryDelayMillis() {
            return 0;
        }
    }
}

package io.sallyport.resilience;

import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Retries around an attempt up to its first token. Delay and permission come from the failure itself ({@link GuardedFailure}): a
 * provider's {@code Retry-After}, the request's deadline and the provider's retry budget differ from call to call, the guard does not.
 * The guard comes in with the first failure, and is shown that one first: a call that needs no retry does not pay for any.
 */
public final class RetryGuards {
    /** More attempts than this on one candidate are refused by the catalogue. */
    public static final int MOST_ATTEMPTS = 10;

    private static final TypeLiteral<CompletionStage<Boolean>> STAGE = new TypeLiteral<>() {};

    private final Map<Integer, TypedGuard<CompletionStage<Boolean>>> byAttempts = new ConcurrentHashMap<>();

    /** Runs {@code attempt} up to {@code attempts} times, the first included. */
    public CompletionStage<Boolean> run(int attempts, Supplier<CompletionStage<Boolean>> attempt) {
        CompletionStage<Boolean> first = attempt.get();
        if (attempts <= 1) {
            return first;
        }
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        first.whenComplete((ok, failure) -> {
            if (failure == null) {
                outcome.complete(ok);
            } else {
                guard(Math.min(attempts, MOST_ATTEMPTS))
                        .get(beginningWith(first, attempt))
                        .whenComplete(settle(outcome));
            }
        });
        return outcome;
    }

    private static Supplier<CompletionStage<Boolean>> beginningWith(
            CompletionStage<Boolean> first, Supplier<CompletionStage<Boolean>> then) {
        AtomicBoolean begun = new AtomicBoolean();
        return () -> begun.compareAndSet(false, true) ? first : then.get();
    }

    private static BiConsumer<Boolean, Throwable> settle(CompletableFuture<Boolean> outcome) {
        return (ok, failure) -> {
            if (failure == null) {
                outcome.complete(ok);
            } else {
                outcome.completeExceptionally(failure);
            }
        };
    }

    private TypedGuard<CompletionStage<Boolean>> guard(int attempts) {
        TypedGuard<CompletionStage<Boolean>> known = byAttempts.get(attempts);
        return known != null ? known : byAttempts.computeIfAbsent(attempts, RetryGuards::build);
    }

    private static TypedGuard<CompletionStage<Boolean>> build(int attempts) {
        return TypedGuard.create(STAGE)
                .withDescription("retry-" + attempts)
                // On an event loop a guard hops through the loop's queue twice, unless it "offloads" to the caller
                // itself.
                .withThreadOffload(true)
                .withThreadOffloadExecutor(Runnable::run)
                .withRetry()
                .maxRetries(attempts - 1)
                .maxDuration(1, ChronoUnit.DAYS) // the request's own deadline decides, by mayRetry
                .whenException(failure -> failure instanceof GuardedFailure known && known.mayRetry())
                .withCustomBackoff()
                .strategy(() -> failure -> ((GuardedFailure) failure).retryDelayMillis())
                .done()
                .done()
                .build();
    }
}

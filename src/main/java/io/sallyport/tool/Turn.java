package io.sallyport.tool;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * One attempt's turn at its tool: waits in the guard's queue for as long as the attempt has time, and no longer. What has begun minds its
 * deadline itself.
 */
final class Turn<T> {
    private enum Stage {
        WAITING,
        BEGUN,
        TOO_LATE
    }

    private final Vertx vertx;
    private final ToolAttempt attempt;
    private final ToolGuard guard;
    private final Function<ToolError, T> refused;
    private final BinaryOperator<T> afterStale;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile Optional<T> stale = Optional.empty();

    /**
     * A turn that has not been taken.
     *
     * @param refused    the outcome where nothing was sent
     * @param afterStale what an attempt's outcome and its repetition's are together
     */
    Turn(
            Vertx vertx,
            ToolAttempt attempt,
            ToolGuard guard,
            Function<ToolError, T> refused,
            BinaryOperator<T> afterStale) {
        this.vertx = vertx;
        this.attempt = attempt;
        this.guard = guard;
        this.refused = refused;
        this.afterStale = afterStale;
    }

    CompletionStage<T> take(Function<ToolAttempt, CompletionStage<Attempted<T>>> perform) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        long timer = vertx.setTimer(Math.max(1, attempt.deadline().remainingMillis()), fired -> {
            if (stage.compareAndSet(Stage.WAITING, Stage.TOO_LATE)) {
                outcome.complete(overloaded());
            }
        });
        guard.run(() -> begin(perform)).whenComplete((done, failure) -> {
            var _ = vertx.cancelTimer(timer);
            if (failure == null) {
                outcome.complete(done);
            } else {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                settle(outcome, cause == null ? failure : cause);
            }
        });
        return outcome;
    }

    CompletionStage<T> refuse(ToolError error) {
        return CompletableFuture.completedStage(refused.apply(error));
    }

    private CompletionStage<Attempted<T>> begin(Function<ToolAttempt, CompletionStage<Attempted<T>>> perform) {
        if (!stage.compareAndSet(Stage.WAITING, Stage.BEGUN)) {
            return CompletableFuture.completedStage(Attempted.fine(overloaded()));
        }
        ToolAttempt now = stale.isEmpty() ? attempt : attempt.again();
        return perform.apply(now).thenApply(this::ended);
    }

    private Attempted<T> ended(Attempted<T> attempted) {
        if (attempted.verdict() == Attempted.Verdict.STALE && stale.isEmpty()) {
            stale = Optional.of(attempted.outcome());
            stage.set(Stage.WAITING);
            return attempted;
        }
        return new Attempted<>(together(attempted.outcome()), attempted.verdict());
    }

    private T together(T outcome) {
        return stale.map(before -> afterStale.apply(before, outcome)).orElse(outcome);
    }

    private void settle(CompletableFuture<T> outcome, Throwable failure) {
        switch (failure) {
            case CircuitBreakerOpenException open ->
                outcome.complete(refused.apply(ToolErrors.later(
                        ToolErrors.UNAVAILABLE,
                        "The tool has failed too often lately and is left alone for a while.")));
            case BulkheadException full -> outcome.complete(overloaded());
            default -> outcome.completeExceptionally(failure);
        }
    }

    private T overloaded() {
        return together(refused.apply(
                ToolErrors.later(ToolErrors.OVERLOADED, "Too many calls of this tool are under way at once.")));
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.provider.ProviderRequest;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts of one call, one at a time: reserved, then let through by the candidate's breaker, then sent. A reservation comes before
 * the breaker, so that a refused one is no failure of the candidate and takes no probe from it.
 */
final class Attempts {
    private final ModelCall call;
    private final RoutingServices services;
    private final CallCandidates candidates;
    private final CallRecord record;
    private final CallSpending spending;
    private @Nullable Attempt current;
    private int onThisCandidate;

    Attempts(
            ModelCall call,
            RoutingServices services,
            CallCandidates candidates,
            CallRecord record,
            CallSpending spending) {
        this.call = call;
        this.services = services;
        this.candidates = candidates;
        this.record = record;
        this.spending = spending;
    }

    /** Asks {@code model}, as often as is permitted. The stage ends, on any thread, when an attempt has begun or none will. */
    CompletionStage<Boolean> at(ModelSpec model, Attempt.Mode mode) {
        onThisCandidate = 0;
        return services.retries().run(call.request().route().retry().attempts(), () -> attempt(model, mode));
    }

    private CompletionStage<Boolean> attempt(ModelSpec model, Attempt.Mode mode) {
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        if (!call.isHome()) {
            call.home(() -> pass(attempt(model, mode), later));
            return later;
        }
        if (call.isOver()) {
            return CompletableFuture.failedFuture(call.failure(model, AttemptOutcome.CANCELLED, "the call is over"));
        }
        current = null;
        call.relay().attemptStarts(mode);
        byte[] body = body(model, mode);
        if (!spending.budgeted()) {
            return guarded(model, mode, body, spending.unlimited(model, body.length));
        }
        spending.reserve(
                model,
                body.length,
                allowed -> pass(guarded(model, mode, body, allowed), later),
                refused -> later.completeExceptionally(
                        call.failure(model, refused.outcome(), "").refusedWith(refused)));
        return later;
    }

    private byte[] body(ModelSpec model, Attempt.Mode mode) {
        OptionalLong told = spending.told(model);
        return mode == Attempt.Mode.PREFILL
                ? call.asked()
                        .continuing(
                                model.upstreamName(),
                                call.relay().delivered().text().toString(),
                                told)
                : call.asked().forUpstream(model.upstreamName(), told);
    }

    private CompletionStage<Boolean> guarded(ModelSpec model, Attempt.Mode mode, byte[] body, Allowed allowed) {
        CompletionStage<Void> guarded = candidates.breaker(model).run(() -> start(model, mode, body, allowed));
        Attempt attempt = current;
        if (attempt == null) {
            spending.notMade(allowed);
            return guarded.handle((done, failure) -> notStarted(model, failure));
        }
        guarded.whenComplete((done, failure) -> attempt.brokenBy(failure));
        return attempt.begun();
    }

    /** The guard let nothing start: its breaker is open, or something is wrong with us. */
    private Boolean notStarted(ModelSpec model, @Nullable Throwable failure) {
        if (failure instanceof CircuitBreakerOpenException) {
            throw call.failure(model, AttemptOutcome.BREAKER_OPEN, "its breaker is open");
        }
        throw new IllegalStateException("an attempt did not start", failure);
    }

    private CompletionStage<Void> start(ModelSpec model, Attempt.Mode mode, byte[] body, Allowed allowed) {
        if (onThisCandidate++ == 0) {
            candidates.retryBudget(model).firstAttempt();
        }
        spending.attemptStarts();
        Attempt attempt = new Attempt(call, model, mode, record.nextNumber(), allowed);
        current = attempt;
        ProviderRequest what = call.request().toProvider(model, body);
        return attempt.start(services.providerOf(what.provider()), what);
    }

    private static void pass(CompletionStage<Boolean> from, CompletableFuture<Boolean> to) {
        from.whenComplete((ok, failure) -> {
            if (failure == null) {
                to.complete(ok);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** Attempts made at the candidate that is asked now. */
    int onThisCandidate() {
        return onThisCandidate;
    }

    /** The one under way or the last one; null before the first, and while the next is being decided on. */
    @Nullable
    Attempt current() {
        return current;
    }

    void cancel(AttemptOutcome why) {
        if (current != null) {
            current.cancel(why);
        }
    }

    void pause() {
        if (current != null) {
            current.pause();
        }
    }

    void resume() {
        if (current != null) {
            current.resume();
        }
    }
}

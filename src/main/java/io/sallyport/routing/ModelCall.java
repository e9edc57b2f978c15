package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Capability;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.provider.ProviderRequest;
import io.sallyport.resilience.BreakerState;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One caller's request from its route to the end of its answer. It asks candidate after candidate, each as often as permitted, and once
 * the caller has the beginning of a stream it looks for somebody to go on from there. Everything runs on one event-loop context; what
 * comes back from a guard's own threads is brought home first.
 */
public final class ModelCall extends CallContext {
    private static final Logger LOG = Logger.getLogger(ModelCall.class);

    private final RoutingServices services;
    private final CallerReply reply;
    private final CallCandidates candidates;
    private final RetryDecision retries;
    private final StreamRelay relay;
    private final CallRecord record;
    private final CallTimer totalTimer;
    private @Nullable Attempt current;
    private @Nullable Buffer whole;
    private @Nullable AttemptFailed lastFailure;
    private @Nullable ModelSpec lastAsked;
    private int onThisCandidate;
    private boolean over;

    ModelCall(RoutingServices services, CallRequest request, CallerReply reply) {
        super(request, services.limits(), services.observer().started(request.start()));
        this.services = services;
        this.reply = reply;
        this.candidates = new CallCandidates(request, services.health(), ThreadLocalRandom.current());
        this.retries =
                new RetryDecision(request, candidates, services.observer(), observation(), ThreadLocalRandom.current());
        this.record = new CallRecord(request, InstantSource.system().instant());
        this.relay = new StreamRelay(this, reply, asked().includeUsage(), delivered());
        this.totalTimer = new CallTimer(context());
        totalTimer.set(deadline().remainingMillis(), this::outOfTime);
    }

    private Delivered delivered() {
        boolean continuable = asked().stream()
                && asked().choices() == 1
                && !asked().needs().contains(Capability.LOGPROBS)
                && candidates.several();
        return continuable ? Delivered.upTo(limits().continuationChars()) : Delivered.nothing();
    }

    void begin() {
        nextCandidate();
    }

    private void nextCandidate() {
        ModelSpec model = candidates.next();
        if (model == null) {
            exhausted();
            return;
        }
        if (lastAsked != null) {
            observation().fellBack(lastAsked, model);
        }
        ask(model, modeFor(model));
    }

    private Attempt.Mode modeFor(ModelSpec model) {
        if (!relay.opened()) {
            return Attempt.Mode.FRESH;
        }
        return model.prefill() && !asked().structured() ? Attempt.Mode.PREFILL : Attempt.Mode.RESTART;
    }

    private void ask(ModelSpec model, Attempt.Mode mode) {
        lastAsked = model;
        onThisCandidate = 0;
        services.retries()
                .run(request().route().retry().attempts(), () -> attempt(model, mode))
                .whenComplete((begun, failure) -> home(() -> settled(failure)));
    }

    private void settled(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        AttemptFailed known = failure == null ? failedSince() : known(failure);
        if (known != null) {
            candidateFailed(known);
        } else if (failure == null) {
            begun();
        } else {
            LOG.error("a call could not be made", failure);
            giveUp(Problem.of(ProblemCode.INTERNAL, "The gateway failed; its log says why."));
        }
    }

    /** A guard may tell of the beginning later than the attempt: it can have broken since. */
    private @Nullable AttemptFailed failedSince() {
        return current == null ? null : current.failure();
    }

    private CompletionStage<Boolean> attempt(ModelSpec model, Attempt.Mode mode) {
        if (!isHome()) {
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            home(() -> attempt(model, mode).whenComplete((ok, failure) -> {
                if (failure == null) {
                    later.complete(ok);
                } else {
                    later.completeExceptionally(failure);
                }
            }));
            return later;
        }
        if (over) {
            return CompletableFuture.failedFuture(failure(model, AttemptOutcome.CANCELLED, "the call is over"));
        }
        current = null;
        CompletionStage<Void> guarded = candidates.breaker(model).run(() -> start(model, mode));
        Attempt attempt = current;
        if (attempt == null) {
            return guarded.handle((done, failure) -> refused(model, failure));
        }
        guarded.whenComplete((done, failure) -> attempt.brokenBy(failure));
        return attempt.begun();
    }

    /** The guard let nothing start: its breaker is open, or something is wrong with us. */
    private Boolean refused(ModelSpec model, @Nullable Throwable failure) {
        if (failure instanceof CircuitBreakerOpenException) {
            throw failure(model, AttemptOutcome.BREAKER_OPEN, "its breaker is open");
        }
        throw new IllegalStateException("an attempt did not start", failure);
    }

    private CompletionStage<Void> start(ModelSpec model, Attempt.Mode mode) {
        if (onThisCandidate++ == 0) {
            candidates.retryBudget(model).firstAttempt();
        }
        Attempt attempt = new Attempt(this, model, mode, record.nextNumber());
        current = attempt;
        relay.attemptStarts(mode);
        byte[] body = mode == Attempt.Mode.PREFILL
                ? asked().continuing(
                                model.upstreamName(), relay.delivered().text().toString())
                : asked().forUpstream(model.upstreamName());
        ProviderRequest what = request().toProvider(model, body);
        return attempt.start(services.providerOf(what.provider()), what);
    }

    private void begun() {
        Attempt attempt = current;
        if (attempt == null) {
            return;
        }
        candidates.answered(attempt.model());
        observation().firstToken(attempt.model(), deadline().elapsedNanos());
        if (streaming()) {
            relay.commit(trace(attempt.model()));
        } else if (whole != null) {
            Buffer answer = whole;
            finish(Decision.Result.COMPLETED, null, attempt);
            reply.whole(answer, trace(attempt.model()));
        }
    }

    void streamCompleted() {
        finish(Decision.Result.COMPLETED, null, current);
        reply.end();
    }

    @Override
    void cutShort(AttemptFailed failure) {
        if (over) {
            return;
        }
        if (!relay.opened()) {
            return; // its beginning is not known here yet: settled() will see that it has failed since
        }
        relay.flush();
        lastFailure = failure;
        if (relay.delivered().continuable() && candidates.hasMore()) {
            nextCandidate();
        } else {
            giveUp(CallProblems.cut(failure));
        }
    }

    private void candidateFailed(AttemptFailed failure) {
        lastFailure = failure.outcome() == AttemptOutcome.BREAKER_OPEN && lastFailure != null ? lastFailure : failure;
        candidates.coolDown(failure);
        switch (failure.outcome().next()) {
            case RETRY, NEXT_CANDIDATE -> nextAfter(failure);
            case RESTART -> ask(failure.model(), Attempt.Mode.RESTART);
            case LARGER_CONTEXT -> {
                candidates.onlyLargerThan(failure.model());
                nextCandidate();
            }
            case NONE -> giveUp(failure);
        }
    }

    private void nextAfter(AttemptFailed failure) {
        if (failure.outcome() == AttemptOutcome.BREAKER_OPEN) {
            candidates.refused(failure.model());
        }
        nextCandidate();
    }

    private void exhausted() {
        AttemptFailed failure = lastFailure;
        if (failure != null && relay.opened()) {
            giveUp(CallProblems.cut(failure));
        } else if (failure != null && failure.outcome() != AttemptOutcome.BREAKER_OPEN) {
            giveUp(failure);
        } else {
            nobodyLeft();
        }
    }

    /** Nobody could even be asked. A cooldown that is short enough is waited for, once. */
    private void nobodyLeft() {
        CallCandidates.Cooling least = candidates.coolingLeast();
        if (least != null && isBearable(least.millis())) {
            new CallTimer(context()).set(least.millis(), () -> askAfterAll(least.model()));
        } else {
            giveUp(candidates.nobodyAsked());
        }
    }

    private boolean isBearable(long wait) {
        return wait <= request().route().retry().maxRetryAfter().toMillis()
                && wait < deadline().remainingMillis();
    }

    private void askAfterAll(ModelSpec model) {
        if (!over) {
            candidates.unskip(model);
            ask(model, Attempt.Mode.FRESH);
        }
    }

    @Override
    boolean mayRetry(AttemptFailed failure) {
        candidates.coolDown(failure);
        return !over && retries.permits(failure, onThisCandidate);
    }

    private void outOfTime() {
        if (!over) {
            boolean between = current == null || current.isOver();
            abandon(AttemptOutcome.TOTAL_TIMEOUT);
            if (between) {
                observation().totalFired(lastAsked);
            }
            giveUp(CallProblems.total(request().route(), deadline().totalMillis()));
        }
    }

    private void giveUp(AttemptFailed failure) {
        Buffer body = failure.body();
        if (body != null && failure.status() > 0 && failure.outcome().isProvidersWord() && !relay.opened()) {
            finish(Decision.Result.FAILED, CallProblems.of(failure, request().route()), null);
            reply.rejected(failure.status(), body, trace(failure.model()));
        } else if (relay.opened()) {
            giveUp(CallProblems.cut(failure));
        } else {
            giveUp(CallProblems.of(failure, request().route()));
        }
    }

    private void giveUp(Problem problem) {
        finish(Decision.Result.FAILED, problem, null);
        reply.failed(problem, trace(lastAsked));
    }

    /** The caller is gone: the provider is told at once, and nobody is answered. */
    public void cancel() {
        if (!over) {
            abandon(AttemptOutcome.CANCELLED);
            finish(Decision.Result.CANCELLED, null, current != null && current.hasBegun() ? current : null);
        }
    }

    /** The house closes: the caller is told so. */
    public void abort(Problem problem) {
        if (!over) {
            abandon(AttemptOutcome.CANCELLED);
            giveUp(problem);
        }
    }

    /** The call is over before its attempt is, so that nothing the attempt still sets off finds it alive. */
    private void abandon(AttemptOutcome why) {
        over = true;
        if (current != null) {
            current.cancel(why);
        }
    }

    private void finish(Decision.Result result, @Nullable Problem problem, @Nullable Attempt answered) {
        over = true;
        whole = null;
        totalTimer.cancel();
        ModelSpec model = answered == null ? null : answered.model();
        Decision decision = record.decision(result, problem, model, candidates.considered());
        services.decisions().add(decision);
        if (result != Decision.Result.CANCELLED) {
            reply.decided(decision);
        }
        observation()
                .ended(
                        decision,
                        model,
                        answered == null ? null : answered.usage(),
                        answered == null ? null : answered.finishReason());
    }

    void pause() {
        if (current != null) {
            current.pause();
        }
    }

    /** The caller's side has room again. */
    public void resume() {
        if (current != null && !over) {
            current.resume();
        }
    }

    private void home(Runnable task) {
        if (isHome()) {
            task.run();
        } else {
            context().runOnContext(run -> task.run());
        }
    }

    private boolean isHome() {
        return context().nettyEventLoop().inEventLoop();
    }

    private static @Nullable AttemptFailed known(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AttemptFailed attemptFailed ? attemptFailed : null;
    }

    private AttemptFailed failure(ModelSpec model, AttemptOutcome outcome, String detail) {
        return new AttemptFailed(model, outcome, 0, detail, this::mayRetry);
    }

    private RouteTrace trace(@Nullable ModelSpec model) {
        return new RouteTrace(request().route().alias(), model == null ? null : model.ref(), record.attempts());
    }

    @Override
    StreamRelay relay() {
        return relay;
    }

    @Override
    long attemptLimitMillis() {
        long left = deadline().remainingMillis();
        return timeouts().attempt().map(Duration::toMillis).orElseGet(() -> candidates.hasMore() ? left / 2 : 0L);
    }

    @Override
    boolean probes(ModelSpec model) {
        return candidates.breaker(model).state() == BreakerState.HALF_OPEN;
    }

    @Override
    void keep(Buffer answer) {
        whole = answer;
    }

    @Override
    void attemptEnded(AttemptRecord attempt) {
        record.add(attempt);
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Capability;
import io.sallyport.core.Problem;
import io.sallyport.limit.LimitProblems;
import io.sallyport.limit.Rates;
import io.sallyport.resilience.BreakerState;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
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
    private final CallSpending spending;
    private final Attempts attempts;
    private final CallTimer totalTimer;
    private @Nullable Buffer whole;
    private @Nullable AttemptFailed lastFailure;
    private @Nullable AttemptFailed unaffordable;
    private @Nullable ModelSpec lastAsked;
    private boolean over;

    ModelCall(RoutingServices services, CallRequest request, CallerReply reply) {
        super(request, services.limits(), services.observer().started(request.start()));
        this.services = services;
        this.reply = reply;
        this.candidates = new CallCandidates(request, services.health(), ThreadLocalRandom.current());
        this.retries =
                new RetryDecision(request, candidates, services.observer(), observation(), ThreadLocalRandom.current());
        this.record = new CallRecord(request, services.spending().clock().instant());
        this.spending = new CallSpending(services.spending(), request, this::home);
        this.attempts = new Attempts(this, services, candidates, record, spending);
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
        if (spending.rated()) {
            spending.take(this::taken, failure -> giveUp(CallProblems.broken()));
        } else {
            nextCandidate();
        }
    }

    private void taken(Rates.Taken result) {
        switch (result) {
            case Rates.Taken.Passed(var levels) -> {
                reply.admitted(levels);
                nextCandidate();
            }
            case Rates.Taken.Refused refused -> giveUp(LimitProblems.rate(refused));
        }
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
        attempts.at(model, mode).whenComplete((begun, failure) -> home(() -> settled(failure)));
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
            abandon(AttemptOutcome.CANCELLED);
            giveUp(CallProblems.broken());
        }
    }

    /** A guard may tell of the beginning later than the attempt: it can have broken since. */
    private @Nullable AttemptFailed failedSince() {
        Attempt current = attempts.current();
        return current == null ? null : current.failure();
    }

    private void begun() {
        Attempt attempt = attempts.current();
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
        finish(Decision.Result.COMPLETED, null, attempts.current());
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
        if (failure.refusal() != null) {
            notAffordable(failure, failure.refusal());
            return;
        }
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
            candidates.passedOver(failure.model(), SkipReason.BREAKER_OPEN);
        }
        nextCandidate();
    }

    /** Another candidate may be cheaper. The call is refused only when none is cheap enough, and the first refusal tells why. */
    private void notAffordable(AttemptFailed failure, Reserved.Refused refused) {
        if (refused.outcome() == AttemptOutcome.NOT_RESERVED) {
            refuse(refused.problem());
            return;
        }
        candidates.passedOver(
                failure.model(),
                refused.outcome() == AttemptOutcome.UNBOUNDED ? SkipReason.UNBOUNDED : SkipReason.OVER_BUDGET);
        Reserved.Refused before = unaffordable == null ? null : unaffordable.refusal();
        if (before == null || (refused.fitsLater() && !before.fitsLater())) {
            unaffordable = failure;
        }
        nextCandidate();
    }

    private void exhausted() {
        AttemptFailed dear = unaffordable;
        Reserved.Refused refused = dear == null ? null : dear.refusal();
        if (dear != null && refused != null) {
            unaffordable = null;
            long pause = refused.fitsLater() ? spending.pauseMillis() : -1;
            if (pause < 0) {
                refuse(refused.problem());
            } else {
                new CallTimer(context()).set(pause, () -> askAfterAll(dear.model()));
            }
            return;
        }
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
            ask(model, modeFor(model));
        }
    }

    @Override
    boolean mayRetry(AttemptFailed failure) {
        candidates.coolDown(failure);
        return !over && retries.permits(failure, attempts.onThisCandidate());
    }

    private void outOfTime() {
        if (!over) {
            Attempt current = attempts.current();
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

    /** A caller who has a beginning already is told what cut it, and not what kept it from being continued. */
    private void refuse(Problem problem) {
        giveUp(relay.opened() && lastFailure != null ? CallProblems.cut(lastFailure) : problem);
    }

    /** The caller is gone: the provider is told at once, and nobody is answered. */
    public void cancel() {
        if (!over) {
            abandon(AttemptOutcome.CANCELLED);
            Attempt current = attempts.current();
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
        attempts.cancel(why);
    }

    private void finish(Decision.Result result, @Nullable Problem problem, @Nullable Attempt answered) {
        over = true;
        whole = null;
        totalTimer.cancel();
        spending.ended();
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
        attempts.pause();
    }

    /** The caller's side has room again. */
    public void resume() {
        if (!over) {
            attempts.resume();
        }
    }

    private static @Nullable AttemptFailed known(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AttemptFailed attemptFailed ? attemptFailed : null;
    }

    AttemptFailed failure(ModelSpec model, AttemptOutcome outcome, String detail) {
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
    void attemptEnded(Attempt attempt, AttemptRecord attemptRecord) {
        record.add(attemptRecord);
        spending.attemptEnded(attempt, attemptRecord);
    }

    boolean isOver() {
        return over;
    }
}

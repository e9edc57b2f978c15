package io.sallyport.routing;

import java.util.concurrent.TimeUnit;

/** The limits of one attempt. Chunks only note the time; the idle timer looks at the note when it fires and sets itself anew. */
final class AttemptTimers {
    private static final long LINGER_MILLIS = 1000;

    private final CallContext call;
    private final Attempt attempt;
    private final CallTimer limit;
    private final CallTimer linger;
    private long lastHeardNanos;
    private boolean paused;

    AttemptTimers(CallContext call, Attempt attempt) {
        this.call = call;
        this.attempt = attempt;
        this.limit = new CallTimer(call.context());
        this.linger = new CallTimer(call.context());
    }

    void attemptStarts() {
        if (call.streaming()) {
            bound(
                    call.timeouts().firstToken().toMillis(),
                    AttemptOutcome.FIRST_TOKEN_TIMEOUT,
                    "no first token",
                    "firstToken");
        } else {
            bound(call.attemptLimitMillis(), AttemptOutcome.ATTEMPT_TIMEOUT, "no answer", "attempt");
        }
    }

    /** A limit that would fire with the total or after it is not set: the total is then the one that is named. */
    private void bound(long millis, AttemptOutcome outcome, String missing, String limitName) {
        if (millis > 0 && millis < call.deadline().remainingMillis()) {
            limit.set(
                    millis,
                    () -> attempt.fail(attempt.failure(
                            outcome, missing + " within " + millis + " ms (timeouts." + limitName + ")")));
        }
    }

    void heard() {
        lastHeardNanos = System.nanoTime();
    }

    void firstTokenCame() {
        lastHeardNanos = System.nanoTime();
        limit.set(call.timeouts().idle().toMillis(), this::lookForSilence);
    }

    private void lookForSilence() {
        long idle = call.timeouts().idle().toMillis();
        long silent = paused ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeardNanos);
        if (silent < idle) {
            limit.set(idle - silent, this::lookForSilence);
        } else if (!attempt.completeIfFinished()) {
            attempt.fail(attempt.failure(AttemptOutcome.IDLE_TIMEOUT, "silent for " + idle + " ms (timeouts.idle)"));
        }
    }

    /** While we do not read, silence is our doing and not the provider's. */
    void paused() {
        paused = true;
    }

    void resumed() {
        paused = false;
        heard();
    }

    void attemptOver() {
        limit.cancel();
    }

    /** The answer is complete and its body is not: what is left is given a moment, so that the connection can be used again. */
    void lingerForEnd() {
        linger.set(LINGER_MILLIS, attempt::abandonExchange);
    }

    void exchangeEnded() {
        linger.cancel();
    }
}

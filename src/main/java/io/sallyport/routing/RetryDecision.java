package io.sallyport.routing;

import io.sallyport.catalog.RouteSpec.RetrySpec;
import java.util.random.RandomGenerator;

/** Whether one call tries the same candidate again: bounded by attempts, by the deadline, and by the provider's retry budget. */
final class RetryDecision {
    private final CallRequest request;
    private final CallCandidates candidates;
    private final CallObserver observer;
    private final CallObservation observation;
    private final RandomGenerator random;

    RetryDecision(
            CallRequest request,
            CallCandidates candidates,
            CallObserver observer,
            CallObservation observation,
            RandomGenerator random) {
        this.request = request;
        this.candidates = candidates;
        this.observer = observer;
        this.observation = observation;
        this.random = random;
    }

    /**
     * Decides, sets the failure's delay, and takes the retry out of the budget.
     *
     * @param made attempts already made on this candidate
     */
    boolean permits(AttemptFailed failure, int made) {
        RetrySpec retry = request.route().retry();
        if (failure.outcome().next() != AttemptOutcome.Next.RETRY || made >= retry.attempts()) {
            return false;
        }
        long delay = RetryDelays.millis(retry, made, failure.retryAfterMillis(), random);
        if (delay == RetryDelays.NOT_AT_ALL || delay >= request.deadline().remainingMillis()) {
            return false;
        }
        if (!candidates.retryBudget(failure.model()).tryRetry()) {
            observer.retryBudgetExhausted(failure.model().provider());
            return false;
        }
        failure.delayBy(delay);
        observation.retrying(failure.model(), failure.outcome());
        return true;
    }
}

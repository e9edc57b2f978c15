package io.sallyport.routing;

import io.sallyport.core.Problem;

/** What came of asking the budgets for an attempt. */
sealed interface Reserved {
    /** The attempt may be made. */
    record Granted(Held held) implements Reserved {}

    /**
     * It may not.
     *
     * @param outcome   why, in one word
     * @param fitsLater whether waiting may help
     */
    record Refused(AttemptOutcome outcome, Problem problem, boolean fitsLater) implements Reserved {}
}

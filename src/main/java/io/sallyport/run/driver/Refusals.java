package io.sallyport.run.driver;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.limit.LimitProblems;
import io.sallyport.run.machine.RunEvent;
import java.util.Objects;

/** What a limit's refusal of a model call means for a run: a rate passes, and so does what others only hold; a spent budget ends it. */
final class Refusals {
    private Refusals() {}

    /** Whether a limit has refused, and not a provider. */
    static boolean isOurs(Problem problem) {
        return problem.code() == ProblemCode.RATE_LIMIT_EXCEEDED
                || problem.code() == ProblemCode.BUDGET_EXHAUSTED
                || problem.code() == ProblemCode.STORE_UNAVAILABLE;
    }

    /** Whether the run has to end because of it. */
    static boolean ends(Problem problem) {
        return problem.code() == ProblemCode.BUDGET_EXHAUSTED && !passes(problem);
    }

    /** Whether the same call may be allowed, or answered, later. */
    static boolean passes(Problem problem) {
        return problem.code().retryable() || Boolean.TRUE.equals(problem.facts().get(LimitProblems.MAY_FIT_LATER));
    }

    /** The last event of a run whose budget is spent. */
    static RunEvent.LimitExceeded limit(Problem problem) {
        return new RunEvent.LimitExceeded(
                Objects.toString(problem.facts().get(LimitProblems.BUDGET)),
                Objects.toString(problem.facts().get(LimitProblems.LIMIT)));
    }

    /** For how long it is said to be of no use to ask again; 0 where nothing is said, or where it is a provider that said it. */
    static long retryAfterMillis(Problem problem) {
        return isOurs(problem) && problem.facts().get(Problem.RETRY_AFTER_SECONDS) instanceof Number seconds
                ? seconds.longValue() * 1000
                : 0;
    }
}

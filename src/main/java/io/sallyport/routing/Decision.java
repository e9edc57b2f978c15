package io.sallyport.routing;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.limit.LimitProblems;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The why-chosen record of one call.
 *
 * @param candidates all that were considered, in the order they would have been asked
 * @param candidate  who answered, {@code provider/model}, or null when nobody did
 * @param code       the problem the caller got, or null
 * @param met        the limit on use that did not allow it, or null
 * @param totalMs    milliseconds from the request's body to the end of the answer
 */
public record Decision(
        String requestId,
        Instant at,
        String route,
        String client,
        boolean stream,
        Result outcome,
        @Nullable ProblemCode code,
        @Nullable Met met,
        @Nullable String candidate,
        List<Considered> candidates,
        List<AttemptRecord> attempts,
        long totalMs) {

    public Decision {
        candidates = List.copyOf(candidates);
        attempts = List.copyOf(attempts);
    }

    /** How the call ended for the caller. */
    public enum Result {
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /**
     * A limit on what may be used.
     *
     * @param limit its name in the catalogue, such as {@code costPerDay}
     * @param scope whose it is, such as {@code client:web-chat}
     */
    public record Met(String limit, String scope) {
        /** What sort of scope it is; one of a few words. */
        public String kind() {
            int colon = scope.indexOf(':');
            return colon < 0 ? scope : scope.substring(0, colon);
        }

        static @Nullable Met of(@Nullable Problem problem) {
            if (problem == null) {
                return null;
            }
            Object scope = problem.facts().get(LimitProblems.SCOPE);
            Object limit = problem.facts()
                    .getOrDefault(LimitProblems.RATE, problem.facts().get(LimitProblems.BUDGET));
            return scope == null || limit == null ? null : new Met(limit.toString(), scope.toString());
        }
    }

    /** A candidate and, when it was not asked, why. */
    public record Considered(String model, @Nullable SkipReason skipped) {}
}

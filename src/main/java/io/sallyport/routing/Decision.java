package io.sallyport.routing;

import io.sallyport.core.ProblemCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The why-chosen record of one call.
 *
 * @param candidates all that were considered, in the order they would have been asked
 * @param candidate  who answered, {@code provider/model}, or null when nobody did
 * @param code       the problem the caller got, or null
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

    /** A candidate and, when it was not asked, why. */
    public record Considered(String model, @Nullable SkipReason skipped) {}
}

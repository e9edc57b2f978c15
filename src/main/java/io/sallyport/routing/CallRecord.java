package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.core.Problem;
import io.sallyport.routing.Decision.Considered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what becomes the why-chosen record. */
final class CallRecord {
    private final CallRequest request;
    private final Instant at;
    private final List<AttemptRecord> ended = new ArrayList<>(2);
    private int begun;

    CallRecord(CallRequest request, Instant at) {
        this.request = request;
        this.at = at;
    }

    /** The number of the attempt that begins now. */
    int nextNumber() {
        return ++begun;
    }

    int attempts() {
        return begun;
    }

    void add(AttemptRecord attempt) {
        ended.add(attempt);
    }

    Decision decision(
            Decision.Result result,
            @Nullable Problem problem,
            @Nullable ModelSpec answered,
            List<Considered> considered) {
        CallStart start = request.start();
        return new Decision(
                start.requestId(),
                at,
                start.route().alias(),
                start.client(),
                start.stream(),
                result,
                problem == null ? null : problem.code(),
                Decision.Met.of(problem),
                answered == null ? null : answered.ref(),
                considered,
                ended,
                request.deadline().elapsedMillis());
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec.Timeouts;
import io.sallyport.resilience.Deadline;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/** What an attempt sees of the call it belongs to. */
interface CallContext {
    Context context();

    Deadline deadline();

    Timeouts timeouts();

    RoutingLimits limits();

    CallObservation observation();

    StreamRelay relay();

    boolean streaming();

    /** How many choices the answer is to have. */
    int choices();

    /** The limit of this attempt in milliseconds, 0 where only the call's own deadline bounds it. */
    long attemptLimitMillis();

    /** Whether the breaker of {@code model} is half-open, so that this attempt is its probe. */
    boolean probes(ModelSpec model);

    /** Keeps a whole answer until the attempt is known to have begun. */
    void keep(Buffer answer);

    void attemptEnded(AttemptRecord attempt);

    /** Decides on a retry, spends from the budget, and sets the failure's delay. */
    boolean mayRetry(AttemptFailed failure);

    /** An attempt that had begun broke. */
    void cutShort(Attempt attempt, AttemptFailed failure);
}

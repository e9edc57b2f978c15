package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec.Timeouts;
import io.sallyport.dialect.openai.UpstreamRequest;
import io.sallyport.resilience.Deadline;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;

/** What an attempt sees of the call it belongs to: the request and its limits, and whom to tell what happens. */
abstract sealed class CallContext permits ModelCall {
    private final CallRequest request;
    private final RoutingLimits limits;
    private final CallObservation observation;
    private final ContextInternal context;

    CallContext(CallRequest request, RoutingLimits limits, CallObservation observation) {
        this.request = request;
        this.limits = limits;
        this.observation = observation;
        this.context = ContextInternal.current();
    }

    final boolean isHome() {
        return context.nettyEventLoop().inEventLoop();
    }

    /** Does {@code task} where the call lives: at once if that is here. */
    final void home(Runnable task) {
        if (isHome()) {
            task.run();
        } else {
            context.runOnContext(run -> task.run());
        }
    }

    /** The event-loop context on which the whole call lives. */
    final ContextInternal context() {
        return context;
    }

    final CallRequest request() {
        return request;
    }

    /** What the caller asks for. */
    final UpstreamRequest asked() {
        return request.asked();
    }

    final boolean streaming() {
        return asked().stream();
    }

    final Deadline deadline() {
        return request.deadline();
    }

    final Timeouts timeouts() {
        return request.route().timeouts();
    }

    final RoutingLimits limits() {
        return limits;
    }

    final CallObservation observation() {
        return observation;
    }

    abstract StreamRelay relay();

    /** The limit of this attempt in milliseconds, 0 where only the call's own deadline bounds it. */
    abstract long attemptLimitMillis();

    /** Whether the breaker of {@code model} is half-open, so that this attempt is its probe. */
    abstract boolean probes(ModelSpec model);

    /** Keeps a whole answer until the attempt is known to have begun. */
    abstract void keep(Buffer answer);

    abstract void attemptEnded(Attempt attempt, AttemptRecord attemptRecord);

    /** Decides on a retry, spends from the budget, and sets the failure's delay. */
    abstract boolean mayRetry(AttemptFailed failure);

    /** An attempt that had begun broke. */
    abstract void cutShort(AttemptFailed failure);
}

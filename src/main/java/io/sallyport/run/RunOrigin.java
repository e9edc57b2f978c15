package io.sallyport.run;

import org.jspecify.annotations.Nullable;

/** Where a run begins: the trace that all of its owners continue, whichever replicas they are. */
public interface RunOrigin {
    /** W3C trace context that goes with the run, or null. */
    @Nullable
    String traceparent();

    /** The run is durable. */
    void accepted();
}

package io.sallyport.tool;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.resilience.BreakerState;

/** Watches all calls of tools; from any thread. Be quick, never block, never throw. */
public interface ToolObserver {
    /** An attempt begins; the answer watches it until it ends. */
    ToolObservation started(ToolSpec tool, ToolCallId id);

    /** A tool was asked whether a key was applied. */
    void lookedUp(ToolSpec tool, LookUpOutcome outcome);

    void breakerChanged(String tool, BreakerState to);
}

package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.resilience.BreakerState;

/** Watches all calls. Everything is called on event loops, on the hot path: be quick, never block, never throw. */
public interface CallObserver {
    /** A call begins; the answer watches it until it ends. */
    CallObservation started(CallStart start);

    /** A breaker changed its state; from any thread. */
    void breakerChanged(ModelSpec model, BreakerState to);

    /** A retry was not made because the provider's retry budget is used up. */
    void retryBudgetExhausted(String provider);
}

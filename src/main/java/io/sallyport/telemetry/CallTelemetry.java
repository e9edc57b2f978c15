package io.sallyport.telemetry;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.resilience.BreakerState;
import io.sallyport.routing.CallObservation;
import io.sallyport.routing.CallObserver;
import io.sallyport.routing.CallStart;
import jakarta.inject.Singleton;

/** Tells meters and traces what happens to calls. */
@Singleton
public final class CallTelemetry implements CallObserver {
    private final CallMeters meters;
    private final BreakerMeters breakers;
    private final CallTraces traces;

    CallTelemetry(CallMeters meters, BreakerMeters breakers, CallTraces traces) {
        this.meters = meters;
        this.breakers = breakers;
        this.traces = traces;
    }

    @Override
    public CallObservation started(CallStart start) {
        return new ObservedCall(meters, meters.begun(start.route().alias(), start.operation()), traces.begin(start));
    }

    @Override
    public void breakerChanged(ModelSpec model, BreakerState to) {
        breakers.changed(model.ref(), to);
    }

    @Override
    public void retryBudgetExhausted(String provider) {
        meters.retryBudgetExhausted(provider);
    }
}

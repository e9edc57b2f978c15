package io.sallyport.tool;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.resilience.BreakerState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
public final class TestingObserver implements ToolObserver {
    public final List<ToolOutcome> ended = new CopyOnWriteArrayList<>();
    public final List<LookUpOutcome> lookUps = new CopyOnWriteArrayList<>();
    public final List<BreakerState> breakers = new CopyOnWriteArrayList<>();

    @Override
    public ToolObservation started(ToolSpec tool, ToolCallId id) {
        return new ToolObservation() {
            @Override
            public Map<String, String> headers() {
                return Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01");
            }

            @Override
            public void ended(ToolOutcome outcome, long nanos) {
                ended.add(outcome);
            }
        };
    }

    @Override
    public void lookedUp(ToolSpec tool, LookUpOutcome outcome) {
        lookUps.add(outcome);
    }

    @Override
    public void breakerChanged(String tool, BreakerState to) {
        breakers.add(to);
    }
}

package io.sallyport.tool;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.resilience.BreakerState;
import java.util.List;
import java.util.Map;

/** The observer that calls talk to: the one there is, or one that sees nothing. */
final class ToolObservers {
    private ToolObservers() {}

    static ToolObserver of(List<ToolObserver> all) {
        return switch (all.size()) {
            case 0 -> new Nobody();
            case 1 -> all.getFirst();
            default ->
                throw new IllegalStateException("tools have one observer, and " + all.size() + " were found: " + all);
        };
    }

    private static final class Nobody implements ToolObserver, ToolObservation {
        @Override
        public ToolObservation started(ToolSpec tool, ToolCallId id) {
            return this;
        }

        @Override
        public void lookedUp(ToolSpec tool, LookUpOutcome outcome) {}

        @Override
        public void breakerChanged(String tool, BreakerState to) {}

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public void ended(ToolOutcome outcome, long nanos) {}
    }
}

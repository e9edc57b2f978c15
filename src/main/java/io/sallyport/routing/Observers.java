package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import io.sallyport.resilience.BreakerState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The observer that calls talk to: the one there is, or one that sees nothing. */
final class Observers {
    private Observers() {}

    static CallObserver of(List<CallObserver> all) {
        return switch (all.size()) {
            case 0 -> new Nobody();
            case 1 -> all.getFirst();
            default ->
                throw new IllegalStateException("calls have one observer, and " + all.size() + " were found: " + all);
        };
    }

    private static final class Nobody implements CallObserver, CallObservation, AttemptObservation {
        @Override
        public CallObservation started(CallStart start) {
            return this;
        }

        @Override
        public void breakerChanged(ModelSpec model, BreakerState to) {}

        @Override
        public void retryBudgetExhausted(String provider) {}

        @Override
        public AttemptObservation attemptStarted(ModelSpec model, int number) {
            return this;
        }

        @Override
        public void retrying(ModelSpec model, AttemptOutcome reason) {}

        @Override
        public void fellBack(ModelSpec from, ModelSpec to) {}

        @Override
        public void totalFired(@Nullable ModelSpec lastAsked) {}

        @Override
        public void firstToken(ModelSpec model, long nanos) {}

        @Override
        public void ended(
                Decision decision,
                @Nullable ModelSpec answered,
                @Nullable Usage usage,
                @Nullable String finishReason) {}

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public void ended(AttemptRecord attempt, @Nullable String responseModel) {}
    }
}

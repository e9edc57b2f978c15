package io.sallyport.telemetry;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import io.sallyport.routing.AttemptObservation;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.CallObservation;
import io.sallyport.routing.Decision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call, measured and traced. */
final class ObservedCall implements CallObservation {
    private final CallMeters all;
    private final RouteMeters route;
    private final CallTrace trace;

    ObservedCall(CallMeters all, RouteMeters route, CallTrace trace) {
        this.all = all;
        this.route = route;
        this.trace = trace;
    }

    @Override
    public AttemptObservation attemptStarted(ModelSpec model, int number) {
        return new ObservedAttempt(route, model, trace.attempt(model, number));
    }

    @Override
    public void retrying(ModelSpec model, AttemptOutcome reason) {
        all.retried(model.ref(), reason.label());
    }

    @Override
    public void fellBack(ModelSpec from, ModelSpec to) {
        route.fellBack(from, to);
    }

    @Override
    public void totalFired(@Nullable ModelSpec lastAsked) {
        route.limitFired(lastAsked == null ? "" : lastAsked.ref(), AttemptOutcome.TOTAL_TIMEOUT.limit());
    }

    @Override
    public void firstToken(ModelSpec model, long nanos) {
        route.model(model).firstToken(nanos);
        trace.firstToken(nanos);
    }

    @Override
    public void ended(
            Decision decision, @Nullable ModelSpec answered, @Nullable Usage usage, @Nullable String finishReason) {
        all.over();
        route.ended(decision, answered, usage);
        trace.ended(new CallTrace.Ending(decision, answered, usage, finishReason));
    }

    private record ObservedAttempt(RouteMeters route, ModelSpec model, CallTrace.AttemptTrace trace)
            implements AttemptObservation {
        @Override
        public Map<String, String> headers() {
            return trace.headers();
        }

        @Override
        public void ended(AttemptRecord attempt, @Nullable String responseModel) {
            route.attemptEnded(model, attempt);
            trace.ended(attempt, responseModel);
        }
    }
}

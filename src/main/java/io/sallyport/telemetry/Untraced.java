package io.sallyport.telemetry;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.CallStart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** No spans of ours: the caller's context, where there is one, goes on to the provider as it came. */
record Untraced(Map<String, String> headers) implements CallTrace, CallTrace.AttemptTrace {
    private static final Untraced NOTHING = new Untraced(Map.of());

    static CallTrace of(CallStart start) {
        return start.traceparent() == null ? NOTHING : new Untraced(TraceHeaders.of(TraceHeaders.parentOf(start)));
    }

    @Override
    public AttemptTrace attempt(ModelSpec model, int number) {
        return this;
    }

    @Override
    public void firstToken(long nanos) {}

    @Override
    public void ended(Ending ending) {}

    @Override
    public void ended(AttemptRecord attempt, @Nullable String responseModel) {}
}

package io.sallyport.telemetry;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.sallyport.routing.CallStart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** W3C Trace Context, read and written. A context that is not well-formed is no context. */
final class TraceHeaders {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceHeaders() {}

    static Context parentOf(CallStart start) {
        return parentOf(start.traceparent(), start.tracestate());
    }

    static Context parentOf(@Nullable String traceparent, @Nullable String tracestate) {
        return traceparent == null
                ? Context.root()
                : W3C.extract(Context.root(), new Incoming(traceparent, tracestate), Getter.INSTANCE);
    }

    static Map<String, String> of(Context context) {
        Map<String, String> headers = new HashMap<>(4);
        W3C.inject(context, headers, (into, name, value) -> {
            if (into != null) {
                into.put(name, value);
            }
        });
        return headers;
    }

    private record Incoming(String traceparent, @Nullable String tracestate) {}

    private enum Getter implements TextMapGetter<Incoming> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Incoming start) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable Incoming start, String name) {
            if (start == null) {
                return null;
            }
            return name.equals("traceparent") ? start.traceparent() : start.tracestate();
        }
    }
}

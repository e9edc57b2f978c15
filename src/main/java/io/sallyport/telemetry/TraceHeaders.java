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
        return start.traceparent() == null ? Context.root() : W3C.extract(Context.root(), start, Getter.INSTANCE);
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

    private enum Getter implements TextMapGetter<CallStart> {
        INSTANCE;

        @Override
        public Iterable<String> keys(CallStart start) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable CallStart start, String name) {
            if (start == null) {
                return null;
            }
            return name.equals("traceparent") ? start.traceparent() : start.tracestate();
        }
    }
}

package io.sallyport.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.tool.ToolCallId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins the span of each attempt at a tool; while nothing is exported no span is made, and the context goes on as it came. */
@Singleton
final class ToolTraces {
    private final boolean disabled;
    private final Tracer tracer;

    @Inject
    ToolTraces(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled,
            OpenTelemetry openTelemetry) {
        this.disabled = disabled;
        this.tracer = openTelemetry.getTracer("io.sallyport");
    }

    Optional<ToolSpan> begin(ToolSpec tool, ToolCallId id) {
        return disabled ? Optional.empty() : Optional.of(new ToolSpan(tracer, tool, id));
    }

    /** What a tool is sent where there is no span of ours. */
    static Map<String, String> asItCame(ToolCallId id) {
        Context parent = TraceHeaders.parentOf(id.traceparent(), null);
        return id.traceparent() == null ? Map.of() : TraceHeaders.of(parent);
    }
}

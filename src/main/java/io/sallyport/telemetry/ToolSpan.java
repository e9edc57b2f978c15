package io.sallyport.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.tool.ToolCallId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The span of one attempt at a tool. It carries names and times, and neither arguments nor results. */
final class ToolSpan {
    private final Span span;
    private final Context context;

    ToolSpan(Tracer tracer, ToolSpec tool, ToolCallId id) {
        Context parent = TraceHeaders.parentOf(id.traceparent(), null);
        boolean remote = tool.binding().endpoint().isPresent();
        this.span = tracer.spanBuilder(GenAi.EXECUTE_TOOL + " " + tool.name())
                .setSpanKind(remote ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .setParent(parent)
                .setAttribute(GenAi.OPERATION_NAME, GenAi.EXECUTE_TOOL)
                .setAttribute(GenAi.TOOL_NAME, tool.name())
                .setAttribute(GenAi.TOOL_TYPE, "function")
                .setAttribute(GenAi.TOOL_CALL, id.call())
                .setAttribute(GenAi.CLIENT, id.client())
                .startSpan();
        this.context = parent.with(span);
        set(GenAi.AGENT_NAME, id.agent());
        set(GenAi.RUN, id.run());
        if (id.run() != null) {
            span.setAttribute(GenAi.STEP, (long) id.step());
        }
        tool.binding()
                .endpoint()
                .ifPresent(http -> set(GenAi.SERVER_ADDRESS, http.url().origin().getHost()));
    }

    private void set(AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
    }

    Map<String, String> headers() {
        return TraceHeaders.of(context);
    }

    /** Ends it; {@code code} is the error's, empty where there is none. */
    void ended(String outcome, String code) {
        span.setAttribute(GenAi.TOOL_OUTCOME, outcome);
        if (!code.isEmpty()) {
            span.setAttribute(GenAi.ERROR_TYPE, code);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

package io.sallyport.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.RunOrigin;
import io.sallyport.tool.ToolCallId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Begins the span of each ownership of a run; while nothing is exported no span is made, and the context goes on as it came. A run whose
 * caller has no trace is given one when it is accepted, because its owners, one after the other on different replicas, have nothing else in
 * common that they could hang their spans under.
 */
@Singleton
final class RunTraces {
    private final boolean disabled;
    private final Tracer tracer;

    @Inject
    RunTraces(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled,
            OpenTelemetry openTelemetry) {
        this.disabled = disabled;
        this.tracer = openTelemetry.getTracer("io.sallyport");
    }

    RunOrigin accepting(NewRun run) {
        boolean hasTrace = Span.fromContext(TraceHeaders.parentOf(run.traceparent(), null))
                .getSpanContext()
                .isValid();
        return disabled || hasTrace ? new AsItCame(run.traceparent()) : new Root(tracer, run);
    }

    /** The child's owners hang their spans under the call, which is over long before them. */
    RunOrigin asking(NewRun child, ToolSpec tool, ToolCallId call) {
        return disabled ? new AsItCame(child.traceparent()) : new Asked(new ToolSpan(tracer, tool, call));
    }

    RunTrace begin(RunRecord run, RunStatus before) {
        return disabled ? RunTrace.untraced(run) : new RunSpan(tracer, run, before);
    }

    private record AsItCame(@Nullable String traceparent) implements RunOrigin {
        @Override
        public void accepted() {}
    }

    private record Asked(ToolSpan span) implements RunOrigin {
        @Override
        public @Nullable String traceparent() {
            return span.headers().get("traceparent");
        }

        @Override
        public void accepted() {
            span.ended("begun", "");
        }
    }

    /** The first span of a trace; a run that is not accepted leaves none, because a span that does not end is not exported. */
    private static final class Root implements RunOrigin {
        private final Span span;

        Root(Tracer tracer, NewRun run) {
            this.span = tracer.spanBuilder(GenAi.START_RUN + " " + run.agent())
                    .setSpanKind(SpanKind.PRODUCER)
                    .setNoParent()
                    .setAttribute(GenAi.AGENT_NAME, run.agent())
                    .setAttribute(GenAi.CONVERSATION, run.thread())
                    .setAttribute(GenAi.RUN, run.id())
                    .setAttribute(GenAi.REQUEST_ID, run.requestId())
                    .setAttribute(GenAi.CLIENT, run.client())
                    .startSpan();
        }

        @Override
        public @Nullable String traceparent() {
            return TraceHeaders.of(Context.root().with(span)).get("traceparent");
        }

        @Override
        public void accepted() {
            span.end();
        }
    }
}

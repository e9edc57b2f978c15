package io.sallyport.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The span of one ownership of a run, parent of its calls. It carries names and states, and never what was said. */
final class RunSpan implements RunTrace {
    private final Span span;
    private final @Nullable String traceparent;
    private String leftAs = "given_back";

    RunSpan(Tracer tracer, RunRecord run, RunStatus before) {
        Context parent = TraceHeaders.parentOf(run.traceparent(), null);
        this.span = tracer.spanBuilder(GenAi.INVOKE_AGENT + " " + run.agent())
                .setSpanKind(SpanKind.INTERNAL)
                .setParent(parent)
                .setAttribute(GenAi.OPERATION_NAME, GenAi.INVOKE_AGENT)
                .setAttribute(GenAi.AGENT_NAME, run.agent())
                .setAttribute(GenAi.CONVERSATION, run.thread())
                .setAttribute(GenAi.RUN, run.id())
                .setAttribute(GenAi.RUN_REVISION, run.revision())
                .setAttribute(GenAi.RUN_OWNERSHIP, run.leaseEpoch())
                .setAttribute(GenAi.RUN_TAKEN_OVER, before == RunStatus.RUNNING)
                .setAttribute(GenAi.REQUEST_ID, run.requestId())
                .setAttribute(GenAi.CLIENT, run.client())
                .startSpan();
        this.traceparent = TraceHeaders.of(parent.with(span)).get("traceparent");
    }

    @Override
    public @Nullable String traceparent() {
        return traceparent;
    }

    @Override
    public void waits(RunStatus status) {
        leftAs = word(status);
    }

    @Override
    public void ended(RunStatus status, Optional<String> code) {
        leftAs = word(status);
        if (status != RunStatus.COMPLETED) {
            error(code.orElse(leftAs));
        }
    }

    @Override
    public void lost() {
        leftAs = "lost";
        error(leftAs);
    }

    @Override
    public void broken() {
        leftAs = "broken";
        error(leftAs);
    }

    private void error(String type) {
        span.setAttribute(GenAi.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void left() {
        span.setAttribute(GenAi.RUN_LEFT_AS, leftAs);
        span.end();
    }

    private static String word(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

package io.sallyport.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import io.sallyport.routing.CallStart;
import java.util.List;

/** The span of a whole call, parent of its attempts. It carries names, counts and times, and never what was said. */
final class CallSpan implements CallTrace {
    private final Tracer tracer;
    private final Catalog catalog;
    private final Span span;
    private final Parent parent;

    /** What the spans of attempts hang under: the call's context, and what the models are asked to do. */
    record Parent(Context context, String operation) {}

    CallSpan(Tracer tracer, Catalog catalog, CallStart start) {
        this.tracer = tracer;
        this.catalog = catalog;
        String route = start.route().alias();
        String operation = start.operation().label();
        Context caller = TraceHeaders.parentOf(start);
        this.span = tracer.spanBuilder(operation + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setParent(caller)
                .setAttribute(GenAi.OPERATION_NAME, operation)
                .setAttribute(GenAi.REQUEST_MODEL, route)
                .setAttribute(GenAi.REQUEST_STREAM, start.stream())
                .setAttribute(GenAi.ROUTE, route)
                .setAttribute(GenAi.REQUEST_ID, start.requestId())
                .setAttribute(GenAi.CLIENT, start.client())
                .startSpan();
        this.parent = new Parent(caller.with(span), operation);
    }

    @Override
    public AttemptTrace attempt(ModelSpec model, int number) {
        return new AttemptSpan(tracer, parent, catalog.providers().get(model.provider()), model, number);
    }

    @Override
    public void firstToken(long nanos) {
        span.setAttribute(GenAi.TIME_TO_FIRST_CHUNK, nanos / 1e9);
    }

    @Override
    public void ended(Ending ending) {
        ModelSpec answered = ending.answered();
        if (answered != null) {
            span.setAttribute(GenAi.PROVIDER_NAME, answered.provider());
            span.setAttribute(GenAi.RESPONSE_MODEL, answered.ref());
        }
        if (ending.finishReason() != null) {
            span.setAttribute(GenAi.FINISH_REASONS, List.of(ending.finishReason()));
        }
        if (ending.usage() != null) {
            record(span, ending.usage());
        }
        String error = RouteMeters.errorType(ending.decision());
        if (!error.isEmpty()) {
            span.setAttribute(GenAi.ERROR_TYPE, error);
            span.setStatus(StatusCode.ERROR);
        }
        if (ending.decision().met() != null) {
            span.setAttribute(GenAi.LIMIT, ending.decision().met().limit());
            span.setAttribute(GenAi.LIMIT_SCOPE, ending.decision().met().kind());
        }
        span.end();
    }

    static void record(Span span, Usage usage) {
        span.setAttribute(GenAi.INPUT_TOKENS, usage.input());
        span.setAttribute(GenAi.OUTPUT_TOKENS, usage.output());
        if (usage.cachedInput() > 0) {
            span.setAttribute(GenAi.CACHED_TOKENS, usage.cachedInput());
        }
        if (usage.reasoning() > 0) {
            span.setAttribute(GenAi.REASONING_TOKENS, usage.reasoning());
        }
    }
}

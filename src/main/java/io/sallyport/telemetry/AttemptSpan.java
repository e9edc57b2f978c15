package io.sallyport.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.AttemptRecord;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The span of one attempt: one exchange with one model of one provider. */
final class AttemptSpan implements CallTrace.AttemptTrace {
    private final Span span;
    private final Context context;

    AttemptSpan(Tracer tracer, CallSpan.Parent call, @Nullable ProviderSpec provider, ModelSpec model, int number) {
        this.span = tracer.spanBuilder(call.operation() + " " + model.upstreamName())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(call.context())
                .setAttribute(GenAi.OPERATION_NAME, call.operation())
                .setAttribute(GenAi.PROVIDER_NAME, model.provider())
                .setAttribute(GenAi.REQUEST_MODEL, model.upstreamName())
                .setAttribute(GenAi.ATTEMPT, (long) number)
                .startSpan();
        this.context = call.context().with(span);
        if (provider != null) {
            provider.baseUrl().ifPresent(this::reaches);
        }
    }

    private void reaches(URI address) {
        if (address.getHost() != null) {
            span.setAttribute(GenAi.SERVER_ADDRESS, address.getHost());
            span.setAttribute(GenAi.SERVER_PORT, (long) portOf(address));
        }
    }

    private static int portOf(URI address) {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }

    @Override
    public Map<String, String> headers() {
        return TraceHeaders.of(context);
    }

    @Override
    public void ended(AttemptRecord attempt, @Nullable String responseModel) {
        if (responseModel != null) {
            span.setAttribute(GenAi.RESPONSE_MODEL, responseModel);
        }
        if (attempt.status() > 0) {
            span.setAttribute(GenAi.STATUS_CODE, (long) attempt.status());
        }
        if (attempt.firstTokenMs() >= 0) {
            span.setAttribute(GenAi.TIME_TO_FIRST_CHUNK, attempt.firstTokenMs() / 1e3);
        }
        if (attempt.usage() != null) {
            CallSpan.record(span, attempt.usage());
        }
        if (attempt.outcome() != AttemptOutcome.OK) {
            span.setAttribute(GenAi.ERROR_TYPE, attempt.outcome().label());
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

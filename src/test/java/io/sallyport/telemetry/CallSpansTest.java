package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallSpansTest {
    private static final String CALLERS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final OpenTelemetry sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();
    private final CallTraces on = new CallTraces(false, sdk, TestingCalls.catalog());
    private final CallTraces off = new CallTraces(true, OpenTelemetry.noop(), TestingCalls.catalog());

    @Test
    void attempts_are_children_of_the_call_which_continues_the_callers_trace() {
        Map<String, String> sent = callThatFallsBack();

        List<SpanData> spans = exported.getFinishedSpanItems();
        SpanData call = spans.getLast();
        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("chat up-small", "chat up-large", "chat chat-default");
        assertThat(spans).extracting(SpanData::getTraceId).containsOnly("0af7651916cd43dd8448eb211c80319c");
        assertThat(call.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(spans.subList(0, 2)).allSatisfy(attempt -> {
            assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
            assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
        });
        assertThat(sent.get("traceparent"))
                .as("what the second provider is told")
                .isEqualTo("00-" + call.getTraceId() + "-" + spans.get(1).getSpanId() + "-01");
    }

    @Test
    void spans_of_embeddings_say_so() {
        CallTrace call = on.begin(TestingCalls.embeddings());
        call.attempt(TestingCalls.FIRST, 1).ended(TestingCalls.attempt(TestingCalls.FIRST, 1, AttemptOutcome.OK), null);
        call.ended(new CallTrace.Ending(
                TestingCalls.decision(Decision.Result.COMPLETED, null), TestingCalls.FIRST, null, null));

        assertThat(exported.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactly("embeddings up-small", "embeddings chat-default");
        assertThat(exported.getFinishedSpanItems())
                .extracting(span -> span.getAttributes().get(GenAi.OPERATION_NAME))
                .containsOnly("embeddings");
    }

    @Test
    void a_span_is_an_error_only_with_a_code_that_says_which() {
        callThatFallsBack();

        SpanData failed = exported.getFinishedSpanItems().getFirst();
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("status_503");
        SpanData call = exported.getFinishedSpanItems().getLast();
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(call.getAttributes().get(GenAi.ERROR_TYPE)).isNull();
    }

    @Test
    void the_call_says_who_answered_how_much_and_why_it_ended() {
        callThatFallsBack();

        var attributes = exported.getFinishedSpanItems().getLast().getAttributes();
        assertThat(attributes.get(GenAi.PROVIDER_NAME)).isEqualTo("beta");
        assertThat(attributes.get(GenAi.RESPONSE_MODEL)).isEqualTo("beta/large");
        assertThat(attributes.get(GenAi.INPUT_TOKENS)).isEqualTo(100);
        assertThat(attributes.get(GenAi.CACHED_TOKENS)).isEqualTo(40);
        assertThat(attributes.get(GenAi.OUTPUT_TOKENS)).isEqualTo(20);
        assertThat(attributes.get(GenAi.FINISH_REASONS)).containsExactly("stop");
        assertThat(exported.getFinishedSpanItems().get(1).getAttributes().get(GenAi.SERVER_ADDRESS))
                .isEqualTo("beta.example");
    }

    @Test
    void without_an_exporter_there_are_no_spans_and_the_callers_context_goes_on_as_it_came() {
        assertThat(off.begin(TestingCalls.start(CALLERS))
                        .attempt(TestingCalls.FIRST, 1)
                        .headers())
                .containsExactly(Map.entry("traceparent", CALLERS));
        assertThat(off.begin(TestingCalls.start(null))
                        .attempt(TestingCalls.FIRST, 1)
                        .headers())
                .isEmpty();
    }

    @Test
    void a_context_that_is_not_well_formed_is_not_handed_on() {
        assertThat(off.begin(TestingCalls.start("00-zz\r\nx: y-01"))
                        .attempt(TestingCalls.FIRST, 1)
                        .headers())
                .isEmpty();
    }

    private Map<String, String> callThatFallsBack() {
        CallTrace call = on.begin(TestingCalls.start(CALLERS));
        call.attempt(TestingCalls.FIRST, 1)
                .ended(TestingCalls.attempt(TestingCalls.FIRST, 1, AttemptOutcome.STATUS_503), null);
        CallTrace.AttemptTrace second = call.attempt(TestingCalls.SECOND, 2);
        call.firstToken(12_000_000);
        second.ended(TestingCalls.attempt(TestingCalls.SECOND, 2, AttemptOutcome.OK), "up-large-0613");
        call.ended(new CallTrace.Ending(
                TestingCalls.decision(Decision.Result.COMPLETED, null),
                TestingCalls.SECOND,
                TestingCalls.USAGE,
                "stop"));
        return second.headers();
    }
}

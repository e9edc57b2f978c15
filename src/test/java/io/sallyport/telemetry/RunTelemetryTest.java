package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.RunObservation;
import io.sallyport.run.RunOrigin;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunTelemetryTest {
    private static final String CALLERS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final OpenTelemetry sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();
    private final RunMeters meters = new RunMeters(new SimpleMeterRegistry());
    private final RunTelemetry on = new RunTelemetry(meters, new RunTraces(false, sdk));
    private final RunTelemetry off = new RunTelemetry(meters, new RunTraces(true, OpenTelemetry.noop()));

    @Test
    void an_ownership_is_a_span_below_the_callers_and_what_is_done_in_it_hangs_under_it() {
        RunObservation run = on.claimed(TestingRuns.claimed(CALLERS), RunStatus.QUEUED);
        String below = run.traceparent();
        run.ended(RunStatus.COMPLETED, Optional.empty());
        run.left();

        SpanData span = exported.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("invoke_agent desk");
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(below).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-" + span.getSpanId() + "-01");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        var attributes = span.getAttributes();
        assertThat(attributes.get(GenAi.OPERATION_NAME)).isEqualTo("invoke_agent");
        assertThat(attributes.get(GenAi.AGENT_NAME)).isEqualTo("desk");
        assertThat(attributes.get(GenAi.CONVERSATION)).isEqualTo("thread_1");
        assertThat(attributes.get(GenAi.RUN)).isEqualTo("run_1");
        assertThat(attributes.get(GenAi.RUN_REVISION)).isEqualTo("rev_1");
        assertThat(attributes.get(GenAi.RUN_OWNERSHIP)).isEqualTo(2);
        assertThat(attributes.get(GenAi.RUN_TAKEN_OVER)).isFalse();
        assertThat(attributes.get(GenAi.RUN_LEFT_AS)).isEqualTo("completed");
    }

    @Test
    void how_a_replica_let_go_of_a_run_is_said_and_is_an_error_where_it_is_one() {
        assertThat(leftAs(run -> run.waits(RunStatus.WAITING_APPROVAL))).isEqualTo("waiting_approval");
        assertThat(leftAs(run -> {})).isEqualTo("given_back");
        assertThat(leftAs(run -> run.ended(RunStatus.FAILED, Optional.of("no_progress"))))
                .isEqualTo("failed no_progress");
        assertThat(leftAs(run -> run.ended(RunStatus.CANCELLED, Optional.empty())))
                .isEqualTo("cancelled cancelled");
        assertThat(leftAs(RunObservation::lost)).isEqualTo("lost lost");
        assertThat(leftAs(RunObservation::broken)).isEqualTo("broken broken");
    }

    private String leftAs(Consumer<RunObservation> how) {
        exported.reset();
        RunObservation run = on.claimed(TestingRuns.claimed(CALLERS), RunStatus.RUNNING);
        how.accept(run);
        run.left();
        SpanData span = exported.getFinishedSpanItems().getFirst();
        assertThat(span.getAttributes().get(GenAi.RUN_TAKEN_OVER)).isTrue();
        String error = span.getAttributes().get(GenAi.ERROR_TYPE);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(error == null ? StatusCode.UNSET : StatusCode.ERROR);
        return span.getAttributes().get(GenAi.RUN_LEFT_AS) + (error == null ? "" : " " + error);
    }

    @Test
    void all_owners_of_a_run_without_a_trace_have_one_first_span_in_common() {
        RunOrigin origin = on.accepting(TestingRuns.asked(null));
        origin.accepted();
        on.claimed(TestingRuns.claimed(origin.traceparent()), RunStatus.QUEUED).left();
        on.claimed(TestingRuns.claimed(origin.traceparent()), RunStatus.RUNNING).left();

        var spans = exported.getFinishedSpanItems();
        SpanData first = spans.getFirst();
        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("start_run desk", "invoke_agent desk", "invoke_agent desk");
        assertThat(first.getParentSpanContext().isValid()).isFalse();
        assertThat(first.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(spans.subList(1, 3))
                .extracting(SpanData::getParentSpanId)
                .containsExactly(first.getSpanId(), first.getSpanId());
        assertThat(spans).extracting(SpanData::getTraceId).containsOnly(first.getTraceId());
    }

    @Test
    void a_run_that_is_not_accepted_leaves_no_span_and_a_callers_trace_goes_on_as_it_came() {
        assertThat(on.accepting(TestingRuns.asked(null)).traceparent()).startsWith("00-");
        RunOrigin continued = on.accepting(TestingRuns.asked(CALLERS));
        continued.accepted();

        assertThat(continued.traceparent()).isEqualTo(CALLERS);
        assertThat(exported.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void without_an_exporter_there_are_no_spans_and_the_runs_context_goes_on_as_it_came() {
        assertThat(off.accepting(TestingRuns.asked(null)).traceparent()).isNull();
        assertThat(off.accepting(TestingRuns.asked(CALLERS)).traceparent()).isEqualTo(CALLERS);
        RunObservation run = off.claimed(TestingRuns.claimed(CALLERS), RunStatus.QUEUED);
        run.left();

        assertThat(run.traceparent()).isEqualTo(CALLERS);
        assertThat(exported.getFinishedSpanItems()).isEmpty();
    }
}

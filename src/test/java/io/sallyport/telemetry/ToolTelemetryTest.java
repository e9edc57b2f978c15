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
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import io.sallyport.resilience.BreakerState;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolObservation;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolTelemetryTest {
    private static final String RUNS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static final ToolCallId ID =
            new ToolCallId("call_1", "run_1", 3, "default", "agent:desk", "desk", "desk-client", null, RUNS);

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OpenTelemetry sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();
    private final ToolTelemetry on = new ToolTelemetry(new ToolMeters(registry), new ToolTraces(false, sdk));
    private final ToolTelemetry off =
            new ToolTelemetry(new ToolMeters(registry), new ToolTraces(true, OpenTelemetry.noop()));
    private final ToolSpec order = TestingTool.named("create_order")
            .http("POST", "http://shop.test:9100/orders")
            .spec();

    @Test
    void an_attempt_is_a_span_below_the_runs_and_the_tool_hangs_under_it() {
        ToolObservation seen = on.started(order, ID);
        Map<String, String> sent = seen.headers();
        seen.ended(new ToolOutcome.Succeeded(Json.object(), List.of()), 5_000_000);

        SpanData span = exported.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("execute_tool create_order");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(sent.get("traceparent")).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        var attributes = span.getAttributes();
        assertThat(attributes.get(GenAi.OPERATION_NAME)).isEqualTo("execute_tool");
        assertThat(attributes.get(GenAi.TOOL_NAME)).isEqualTo("create_order");
        assertThat(attributes.get(GenAi.TOOL_CALL)).isEqualTo("call_1");
        assertThat(attributes.get(GenAi.AGENT_NAME)).isEqualTo("desk");
        assertThat(attributes.get(GenAi.RUN)).isEqualTo("run_1");
        assertThat(attributes.get(GenAi.STEP)).isEqualTo(3);
        assertThat(attributes.get(GenAi.SERVER_ADDRESS)).isEqualTo("shop.test");
        assertThat(attributes.get(GenAi.TOOL_OUTCOME)).isEqualTo("succeeded");
    }

    @Test
    void a_built_in_tool_is_a_span_of_our_own_and_a_call_from_outside_has_no_run() {
        ToolCallId direct = new ToolCallId("call_2", null, 0, "default", "client:me", null, "me", null, null);
        on.started(TestingTool.named("calculate").builtIn("calculate").spec(), direct)
                .ended(new ToolOutcome.NotSent(), 1);

        SpanData span = exported.getFinishedSpanItems().getFirst();
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(span.getAttributes().get(GenAi.RUN)).isNull();
        assertThat(span.getAttributes().get(GenAi.AGENT_NAME)).isNull();
    }

    @Test
    void every_outcome_has_its_word_and_an_error_its_code() {
        ToolError error = ToolError.of("tool_failed", "It failed.");
        List<ToolOutcome> outcomes = List.of(
                new ToolOutcome.Succeeded(Json.object(), List.of()),
                new ToolOutcome.NotApplied(error),
                new ToolOutcome.Applied(error),
                new ToolOutcome.Later(Duration.ofSeconds(1), error),
                new ToolOutcome.Unknown(error),
                new ToolOutcome.NotSent(),
                new ToolOutcome.NeedsInput("?", Optional.empty()));
        outcomes.forEach(outcome -> on.started(order, ID).ended(outcome, 1_000_000));

        for (String word :
                List.of("succeeded", "not_applied", "applied", "later", "unknown", "not_sent", "needs_input")) {
            assertThat(registry.get("sallyport.tool.duration")
                            .tags("tool", "create_order", "outcome", word)
                            .timer()
                            .count())
                    .as(word)
                    .isEqualTo(1);
        }
        assertThat(exported.getFinishedSpanItems().stream()
                        .filter(span -> span.getStatus().getStatusCode() == StatusCode.ERROR))
                .hasSize(4)
                .allMatch(span -> "tool_failed".equals(span.getAttributes().get(GenAi.ERROR_TYPE)));
    }

    @Test
    void without_an_exporter_the_context_goes_on_as_it_came() {
        assertThat(off.started(order, ID).headers()).containsExactly(Map.entry("traceparent", RUNS));
        ToolCallId bare = new ToolCallId("call_2", null, 0, "default", "client:me", null, "me", null, null);
        assertThat(off.started(order, bare).headers()).isEmpty();
        off.started(order, bare).ended(new ToolOutcome.NotSent(), 1);
        assertThat(exported.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void look_ups_and_breakers_are_counted() {
        on.lookedUp(order, new LookUpOutcome.Applied(Json.object()));
        on.lookedUp(order, new LookUpOutcome.NotApplied());
        on.lookedUp(order, new LookUpOutcome.CannotTell(ToolError.of("x", "x")));
        on.breakerChanged("create_order", BreakerState.OPEN);
        on.breakerChanged("create_order", BreakerState.HALF_OPEN);
        on.breakerChanged("create_order", BreakerState.CLOSED);
        on.breakerChanged("create_order", BreakerState.OPEN);

        for (String word : List.of("applied", "not_applied", "cannot_tell")) {
            assertThat(registry.get("sallyport.tool.lookups")
                            .tags("outcome", word)
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(registry.get("sallyport.tool.breaker.transitions")
                        .tags("to", "open")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("sallyport.tool.breaker.state")
                        .tags("tool", "create_order")
                        .gauge()
                        .value())
                .isEqualTo(2);
    }
}

package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run's trace as a collector receives it, from a gateway that left in the middle and the one that went on. */
class RunTracesIT {
    private static final String ASKED = "a-wish-nobody-else-may-read";
    private static final String SAID = "an-answer-nobody-else-may-read";
    private static final String CALLERS_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private TestingCollector collector;
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws Exception {
        collector = TestingCollector.start();
        gateway = GatewayProcess.embedded()
                .catalog("""
                        providers:
                          scripted: { dialect: scripted, script: scripts/counter.yaml, models: { counter: {} } }
                        routes:
                          count: { candidates: [ { model: scripted/counter } ] }
                        """)
                .catalogFile("scripts/counter.yaml", """
                        rules:
                          - when: { toolResults: 0 }
                            reply: { toolCalls: [ { name: calculate, arguments: { expression: "6 * 7" } } ] }
                          - reply: { text: "%s", chunkSize: 1, latency: { perChunk: 100ms } }
                        """.formatted(SAID))
                .catalogFile("agents/counter.yaml", """
                        name: counter
                        client: counter
                        route: count
                        prompt: counter/main
                        tools: [ { name: calculate } ]
                        """)
                .promptFile("counter/main.v1.prompt", "{{role \"system\"}}\nYou count.\n")
                .promptFile("counter/releases.yaml", "main: { stable: 1 }\n")
                .env("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
                .env("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        collector.close();
    }

    @Test
    void the_trace_of_a_run_that_two_gateways_have_performed_is_one_tree() {
        String run = startRun("");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> named("execute_tool calculate").size() == 1);

        gateway.restart();
        awaitCompleted(run);

        ExportedSpan first = named("start_run counter").getFirst();
        List<ExportedSpan> owners = named("invoke_agent counter");
        assertThat(first.parent()).isEmpty();
        assertThat(owners).hasSize(2).allMatch(owner -> owner.parent().equals(first.id()));
        List<ExportedSpan> calls = named("chat count");
        assertThat(calls).as("two calls, the second of them twice").hasSize(3);
        assertThat(owners).extracting(ExportedSpan::id).containsAll(parents(calls));
        assertThat(named("execute_tool calculate").getFirst().parent())
                .isEqualTo(calls.getFirst().parent());
        assertThat(collector.spans()).extracting(ExportedSpan::trace).containsOnly(first.trace());
        assertThat(collector.all()).contains("given_back", run).doesNotContain(ASKED, SAID, gateway.apiKey());
    }

    @Test
    void a_run_continues_its_callers_trace() {
        String run = startRun(CALLERS_TRACE);
        awaitCompleted(run);

        assertThat(named("start_run counter")).isEmpty();
        assertThat(named("invoke_agent counter"))
                .singleElement()
                .isEqualTo(new ExportedSpan(
                        "0af7651916cd43dd8448eb211c80319c",
                        named("chat count").getFirst().parent(),
                        "b7ad6b7169203331",
                        "invoke_agent counter"));
    }

    private String startRun(String traceparent) {
        String body = "{\"input\":\"" + ASKED + "\"}";
        var client = gateway.client();
        return (traceparent.isEmpty() ? client : client.withHeader("traceparent", traceparent))
                .post("/v1/agents/counter/runs", body)
                .json()
                .path("id")
                .asText();
    }

    /** Until its end is in the store, and its last spans are with the collector. */
    private void awaitCompleted(String run) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> gateway.client()
                        .get("/v1/runs/" + run)
                        .json()
                        .path("status")
                        .asText()
                        .equals("COMPLETED"));
        await().atMost(Duration.ofSeconds(15)).until(() -> collector.times("completed") > 0);
    }

    private List<ExportedSpan> named(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }

    private static List<String> parents(List<ExportedSpan> spans) {
        return spans.stream().map(ExportedSpan::parent).collect(Collectors.toList());
    }
}

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
                          lead: { candidates: [ { model: scripted/counter } ] }
                        """)
                .catalogFile("scripts/counter.yaml", """
                        rules:
                          - when: { equals: "%s, by others", toolResults: 0 }
                            reply: { toolCalls: [ { name: agent_counter, arguments: { input: "%s" } }, { name: agent_counter, arguments: { input: "%s" } } ] }
                          - when: { equals: "%s, by others" }
                            reply: { text: "%s" }
                          - when: { toolResults: 0 }
                            reply: { toolCalls: [ { name: calculate, arguments: { expression: "6 * 7" } } ] }
                          - reply: { text: "%s", chunkSize: 1, latency: { perChunk: 100ms } }
                        """.formatted(ASKED, ASKED, ASKED, ASKED, SAID, SAID))
                .catalogFile("agents/counter.yaml", """
                        name: counter
                        client: counter
                        description: Counts.
                        route: count
                        prompt: counter/main
                        tools: [ { name: calculate } ]
                        """)
                .catalogFile("agents/lead.yaml", """
                        name: lead
                        client: lead
                        route: lead
                        prompt: counter/main
                        tools: [ { name: "agent:counter" } ]
                        """)
                .catalogFile(
                        "principals.yaml",
                        "principals:\n  - { client: lead, may: [ \"route:count\", \"tool:calculate\" ] }\n")
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
    void the_trace_of_a_run_and_its_children_that_two_gateways_have_performed_is_one_tree() {
        String run = startRun("lead", ASKED + ", by others", "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> named("execute_tool calculate").size() == 2);

        gateway.restart();
        awaitCompleted(run);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> ids(named("invoke_agent lead")).containsAll(parents(named("chat lead"))));

        ExportedSpan first = named("start_run lead").getFirst();
        assertThat(first.parent()).isEmpty();
        List<ExportedSpan> leads = named("invoke_agent lead");
        assertThat(leads)
                .as("before and after it waited")
                .hasSizeGreaterThan(1)
                .allMatch(owner -> owner.parent().equals(first.id()));
        assertThat(parents(named("chat lead"))).hasSize(2).doesNotHaveDuplicates();
        List<ExportedSpan> asked = named("execute_tool agent_counter");
        assertThat(asked)
                .hasSize(2)
                .allMatch(call -> call.parent().equals(leads.getFirst().id()));
        assertThat(named("start_run counter")).isEmpty();
        asked.forEach(this::hasOneChildOfTwoOwners);
        assertThat(collector.spans()).extracting(ExportedSpan::trace).containsOnly(first.trace());
        assertThat(collector.all()).contains("given_back", run).doesNotContain(ASKED, SAID, gateway.apiKey());
    }

    private void hasOneChildOfTwoOwners(ExportedSpan call) {
        List<ExportedSpan> owners = below(List.of(call), "invoke_agent counter");
        assertThat(owners).hasSize(2);
        List<ExportedSpan> calls = below(owners, "chat count");
        assertThat(calls)
                .as("two calls, the second of them twice if it had begun")
                .hasSizeBetween(2, 3);
        assertThat(parents(calls)).containsAll(ids(owners));
        assertThat(below(owners.subList(0, 1), "execute_tool calculate")).hasSize(1);
    }

    @Test
    void a_run_continues_its_callers_trace() {
        String run = startRun("counter", ASKED, CALLERS_TRACE);
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

    private String startRun(String agent, String input, String traceparent) {
        String body = "{\"input\":\"" + input + "\"}";
        var client = gateway.client();
        return (traceparent.isEmpty() ? client : client.withHeader("traceparent", traceparent))
                .post("/v1/agents/" + agent + "/runs", body)
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

    private List<ExportedSpan> below(List<ExportedSpan> parents, String name) {
        return named(name).stream()
                .filter(span -> ids(parents).contains(span.parent()))
                .toList();
    }

    private static List<String> ids(List<ExportedSpan> spans) {
        return spans.stream().map(ExportedSpan::id).toList();
    }

    private static List<String> parents(List<ExportedSpan> spans) {
        return spans.stream().map(ExportedSpan::parent).collect(Collectors.toList());
    }
}

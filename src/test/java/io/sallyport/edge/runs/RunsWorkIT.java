package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Guest;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.MisbehavingTool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that are performed: what people do with them while they work, wait and have ended. */
@Timeout(60)
@ExtendWith(SharedGateway.class)
class RunsWorkIT {
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/clerk.yaml, models: { clerk: { price: { inputPerMillion: 1, outputPerMillion: 2, currency: USD } } } }
            routes:
              clerk: { candidates: [ { model: scripted/clerk } ] }
            """;
    private static final String SCRIPT = """
            rules:
              - when: { contains: "buy", toolResults: 0 }
                reply: { toolCalls: [ { name: buy, arguments: { sku: anvil } } ], usage: { input: 100, output: 10 } }
              - when: { contains: "pay", toolResults: 0 }
                reply: { toolCalls: [ { name: pay, arguments: { amount: 7 } } ] }
              - when: { contains: "send", toolResults: 0 }
                reply: { toolCalls: [ { name: send, arguments: { to: ada } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """;
    private static final String CLERK = """
            name: clerk
            client: clerk
            route: clerk
            prompt: clerk/main
            tools: [ { name: buy }, { name: pay }, { name: send } ]
            """;

    private static MisbehavingTool tool;
    private static Guest guest;
    private static TestClient demo;
    private static ApiDescription description;

    @BeforeAll
    static void start(GatewayProcess gateway) {
        tool = MisbehavingTool.start();
        guest = Guest.of(gateway)
                .catalog(MODELS)
                .catalogFile("scripts/clerk.yaml", SCRIPT)
                .catalogFile("agents/clerk.yaml", CLERK)
                .catalogFile("tools/buy.yaml", manifest("buy", "sku: { type: string }", "keyed", "never"))
                .catalogFile("tools/pay.yaml", manifest("pay", "amount: { type: integer }", "keyed", "always"))
                .catalogFile("tools/send.yaml", manifest("send", "to: { type: string }", "none", "never"))
                .promptFile("clerk/main.v1.prompt", "{{role \"system\"}}\nYou are a clerk.\n")
                .promptFile("clerk/releases.yaml", "main: { stable: 1 }\n")
                .moveIn();
        demo = gateway.client();
        description = new ApiDescription(demo.get("/openapi?format=json").body());
    }

    @AfterAll
    static void stop() {
        guest.close();
        tool.close();
    }

    @BeforeEach
    void manners() {
        tool.reset();
    }

    @Test
    void a_run_that_has_ended_shows_what_it_did_and_is_erased_but_for_its_skeleton() {
        String run = begin("buy it");
        JsonNode ended = inStatus(run, "COMPLETED");

        assertThat(ended.path("output").asText()).isEqualTo("Done: {\"ok\":true}");
        assertThat(ended.at("/ending/event").asText()).isEqualTo("run.completed");
        assertThat(ended.path("steps")).hasSize(2);
        assertThat(ended.at("/steps/0/attempts/0/state").asText()).isEqualTo("ANSWERED");
        assertThat(ended.at("/toolCalls/0/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(ended.at("/usage/input").asLong()).isPositive();
        assertThat(ended.path("cost").asText()).matches("0\\.\\d{9}").isNotEqualTo("0.000000000");
        assertThat(ended.path("currency").asText()).isEqualTo("USD");
        assertThat(tool.calls()).hasSize(1);
        JsonNode page = events(run);
        assertThat(page.path("ended").asBoolean()).isTrue();
        assertThat(page.path("events").findValuesAsText("type"))
                .containsSubsequence("run.created", "run.started", "tool.proposed", "tool.completed", "run.completed");
        assertThat(demo.post("/v1/runs/" + run + "/cancel", "")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("run_ended");

        assertThat(demo.delete("/v1/runs/" + run).status()).isEqualTo(204);
        assertThat(demo.delete("/v1/runs/" + run).status()).isEqualTo(204);
        JsonNode erased = events(run);
        assertThat(types(erased)).isEqualTo(types(page));
        assertThat(erased.toString()).doesNotContain("anvil", "buy it", "\"content\"");
        JsonNode skeleton = shown(run);
        assertThat(skeleton.has("output")).isFalse();
        assertThat(skeleton.has("erasedAt")).isTrue();
        assertThat(skeleton.path("toolCalls")).hasSize(1);
    }

    /** The events' own types; what was said has types too. */
    private static List<String> types(JsonNode page) {
        List<String> types = new ArrayList<>();
        page.path("events").forEach(event -> types.add(event.path("type").asText()));
        return types;
    }

    @Test
    void of_many_who_decide_at_once_one_counts_and_the_others_are_told_who() throws Exception {
        String run = begin("pay it");
        JsonNode waiting = inStatus(run, "WAITING_APPROVAL");
        String id = waiting.at("/waiting/approvals/0").asText();
        JsonNode approval = demo.get("/v1/approvals?limit=200")
                .json()
                .path("data")
                .valueStream()
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();

        assertThat(approval.path("run").asText()).isEqualTo(run);
        assertThat(approval.path("agent").asText()).isEqualTo("clerk");
        assertThat(approval.path("tool").asText()).isEqualTo("pay");
        assertThat(approval.at("/arguments/amount").asInt()).isEqualTo(7);
        assertThat(approval.path("labels").toString()).contains("user");
        assertThat(tool.calls()).isEmpty();

        String path = "/v1/runs/" + run + "/approvals/" + id;
        Answer edited = demo.post(path, "{\"decision\":\"approve\",\"arguments\":{\"amount\":8}}");
        assertThat(edited.status()).isEqualTo(409);
        assertThat(edited.json().path("code").asText()).isEqualTo("arguments_changed");
        String yes = "{\"decision\":\"approve\",\"argumentsHash\":\""
                + approval.path("argumentsHash").asText() + "\"}";
        List<Answer> answers = atOnce(20, () -> demo.post(path, yes));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(19)
                .allSatisfy(answer -> {
                    assertThat(answer.json().path("code").asText()).isEqualTo("approval_decided");
                    assertThat(answer.json().path("decidedBy").asText()).isEqualTo("demo");
                });
        assertThat(inStatus(run, "COMPLETED").at("/approvals/0/state").asText()).isEqualTo("APPROVED");
        assertThat(tool.calls()).hasSize(1);
    }

    @Test
    void what_is_denied_is_not_done_and_the_agent_goes_on() {
        String run = begin("pay it");
        String id = inStatus(run, "WAITING_APPROVAL").at("/waiting/approvals/0").asText();

        Answer denied =
                demo.post("/v1/runs/" + run + "/approvals/" + id, "{\"decision\":\"deny\",\"reason\":\"too dear\"}");

        assertThat(denied.status()).as(denied::toString).isEqualTo(200);
        description.holdsFor("POST", "/v1/runs/{run}/approvals/{approval}", denied);
        assertThat(inStatus(run, "COMPLETED").at("/toolCalls/0/state").asText()).isEqualTo("DENIED");
        assertThat(tool.calls()).isEmpty();
    }

    @Test
    void what_nobody_knows_is_never_done_again_and_settled_by_a_person() {
        tool.next(Faults.resetAfterReading());
        String run = begin("send it");
        JsonNode waiting = inStatus(run, "WAITING_RECONCILE");
        String call = waiting.at("/waiting/calls/0").asText();

        assertThat(waiting.at("/toolCalls/0/state").asText()).isEqualTo("UNKNOWN");
        Answer settled = demo.post(
                "/v1/runs/" + run + "/tool-calls/" + call + "/reconcile",
                "{\"outcome\":\"applied\",\"result\":{\"sent\":true},\"note\":\"it is in the outbox\"}");
        assertThat(settled.status()).as(settled::toString).isEqualTo(202);
        JsonNode ended = inStatus(run, "COMPLETED");
        assertThat(ended.path("output").asText()).contains("\"sent\":true");
        assertThat(ended.at("/toolCalls/0/state").asText()).isEqualTo("RECONCILED");
        assertThat(tool.calls()).as("calls that the tool has seen").hasSize(1);
    }

    @Test
    void who_waits_can_be_cancelled_and_nothing_is_done_any_more() {
        String run = begin("pay it");
        String id = inStatus(run, "WAITING_APPROVAL").at("/waiting/approvals/0").asText();

        assertThat(demo.post("/v1/runs/" + run + "/cancel", "{\"reason\":\"changed my mind\"}")
                        .status())
                .isEqualTo(202);
        JsonNode ended = inStatus(run, "CANCELLED");
        assertThat(ended.at("/ending/by").asText()).isEqualTo("demo");
        assertThat(ended.at("/ending/content/reason").asText()).isEqualTo("changed my mind");
        assertThat(demo.post("/v1/runs/" + run + "/approvals/" + id, "{\"decision\":\"approve\"}")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("approval_expired");
        assertThat(tool.calls()).isEmpty();
    }

    private static String manifest(String name, String property, String idempotency, String approval) {
        return """
                name: %s
                description: Does it.
                effect: irreversible
                idempotency: %s
                approval: %s
                timeout: 3s
                http: { method: POST, url: "%s", auth: none }
                input: { type: object, properties: { %s } }
                """.formatted(name, idempotency, approval, tool.url("/" + name), property);
    }

    private static String begin(String input) {
        Answer accepted = demo.post("/v1/agents/clerk/runs", "{\"input\":\"" + input + "\"}");
        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private static JsonNode inStatus(String run, String status) {
        return await().atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> shown(run), one -> one.path("status").asText().equals(status));
    }

    /** Never anything but what the description says. */
    private static JsonNode shown(String run) {
        Answer answer = demo.get("/v1/runs/" + run);
        description.holdsFor("GET", "/v1/runs/{run}", answer);
        return answer.json();
    }

    private static JsonNode events(String run) {
        Answer answer = demo.get("/v1/runs/" + run + "/events?limit=200");
        description.holdsFor("GET", "/v1/runs/{run}/events", answer);
        return answer.json();
    }

    private static List<Answer> atOnce(int times, Callable<Answer> request)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<Answer>> futures = threads.invokeAll(
                    IntStream.range(0, times).mapToObj(i -> request).toList());
            return futures.stream().map(Future::resultNow).toList();
        }
    }
}

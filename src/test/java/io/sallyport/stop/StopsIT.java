package io.sallyport.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.Replicas;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.tool.MisbehavingTool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What is stopped at one replica is stopped at another within two seconds, whatever becomes of Redis; and stays so without PostgreSQL. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class StopsIT {
    private static final Duration LIVE = Duration.ofSeconds(2);
    private static final String WHY = "{\"reason\":\"It tells strangers too much\"}";
    private static final String PRINCIPALS = """
            principals:
              - { client: operator, may: [ "admin", "agent:*", "tool:*" ] }
              - { client: deputy, may: [ "admin" ] }
              - { client: web-chat, may: [ "route:*", "agent:*", "tool:*" ] }
              - { client: web-shop, may: [ "route:*", "agent:*", "tool:*" ] }
            """;
    private static final String SCRIPT = """
            rules:
              - when: { contains: "pay", toolResults: 0 }
                reply: { toolCalls: [ { name: pay, arguments: { amount: 7 } } ] }
              - when: { contains: "look", toolResults: 0 }
                reply: { toolCalls: [ { name: look, arguments: { amount: 7 } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """;

    private static RealServices services;
    private static MisbehavingProvider provider;
    private static MisbehavingTool tool;
    private static Replicas replicas;
    private static GatewayProcess one;
    private static GatewayProcess other;

    @BeforeAll
    static void start() {
        services = RealServices.start();
        provider = MisbehavingProvider.start();
        tool = MisbehavingTool.start();
        provider.lane("mute/mute").always(Breakages.silence());
        replicas = Replicas.start(services, 2, StopsIT::replica);
        one = replicas.get(0);
        other = replicas.get(1);
    }

    @AfterAll
    static void stop() {
        replicas.close();
        tool.close();
        provider.close();
        services.close();
    }

    private static GatewayLauncher replica(GatewayLauncher prod) {
        GatewayLauncher launcher = prod.catalog("""
                        providers:
                          mute: { dialect: openai, baseUrl: "%s", models: { mute: {} } }
                          scripted: { dialect: scripted, script: scripts/clerk.yaml, models: { clerk: {} } }
                        routes:
                          mute: { candidates: [ { model: mute/mute } ], timeouts: { firstToken: 50s, idle: 50s, total: 60s } }
                          clerk: { candidates: [ { model: scripted/clerk } ] }
                        """.formatted(provider.baseUrl("mute")))
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile("scripts/clerk.yaml", SCRIPT)
                .catalogFile("tools/pay.yaml", manifest("pay", "always"))
                .catalogFile("tools/look.yaml", manifest("look", "never"))
                .apiKey(services.issuer().token("operator"));
        for (String agent : List.of("thinker", "clerk")) {
            String route = agent.equals("thinker") ? "mute" : "clerk";
            launcher.catalogFile("agents/" + agent + ".yaml", """
                            name: %s
                            client: %s
                            route: %s
                            prompt: %s/main
                            tools: [ { name: pay }, { name: look } ]
                            """.formatted(agent, agent, route, agent))
                    .promptFile(agent + "/main.v1.prompt", "{{role \"system\"}}\nYou work.\n")
                    .promptFile(agent + "/releases.yaml", "main: { stable: 1 }\n");
        }
        return launcher;
    }

    private static String manifest(String name, String approval) {
        return """
                name: %s
                description: Does it.
                effect: irreversible
                idempotency: keyed
                approval: %s
                timeout: 3s
                http: { method: POST, url: "%s", auth: none }
                input: { type: object, properties: { amount: { type: integer } } }
                """.formatted(name, approval, tool.url("/" + name));
    }

    private static TestClient as(GatewayProcess replica, String client) {
        return replica.client().withKey(services.issuer().token(client));
    }

    private static void stop(String target) {
        Answer stopped = one.client().send("PUT", "/v1/admin/stops/" + target, WHY);
        assertThat(stopped.status()).as(stopped::toString).isEqualTo(201);
    }

    private static void lift(String target) {
        Answer lifted = one.client().delete("/v1/admin/stops/" + target);
        assertThat(lifted.status()).as(lifted::toString).isEqualTo(200);
    }

    private static void live(String what, Callable<Boolean> condition) {
        await().alias(what)
                .atMost(LIVE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    private static String code(Answer answer) {
        JsonNode json = answer.json();
        return json.has("error") && json.path("error").has("type")
                ? json.at("/error/code").asText()
                : json.path("code").asText();
    }

    private static String begin(TestClient client, String agent, String input) {
        Answer accepted = client.post("/v1/agents/" + agent + "/runs", "{\"input\":\"" + input + "\"}");
        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private static JsonNode run(String run) {
        return one.client().get("/v1/runs/" + run).json();
    }

    private static void reaches(String run, String status) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> run(run).path("status").asText().equals(status));
    }

    @Test
    @Order(1)
    void a_stopped_principal_is_refused_on_every_path_of_every_replica_and_let_in_again_when_it_is_lifted() {
        TestClient caller = as(other, "web-chat");
        assertThat(caller.get("/v1/models").status()).isEqualTo(200);

        stop("principal/web-ch*");
        live("web-chat is refused", () -> caller.get("/v1/models").status() == 403);

        assertThat(code(caller.get("/v1/models"))).isEqualTo("principal_stopped");
        assertThat(code(caller.chat("clerk").send())).isEqualTo("principal_stopped");
        assertThat(code(caller.chat("agents/clerk").send())).isEqualTo("principal_stopped");
        Answer tools = caller.get("/v1/tools");
        assertThat(code(tools)).isEqualTo("principal_stopped");
        assertThat(tools.json().path("reason").asText()).isEqualTo("It tells strangers too much");
        assertThat(as(one, "web-chat").get("/v1/runs").status()).isEqualTo(403);
        assertThat(as(other, "web-shop").get("/v1/models").status()).isEqualTo(200);
        assertThat(other.client()
                        .get("/v1/admin/stops")
                        .json()
                        .at("/data/0/covers/0")
                        .asText())
                .isEqualTo("web-chat");

        lift("principal/web-ch*");
        live("web-chat is let in", () -> caller.get("/v1/models").status() == 200);
    }

    @Test
    @Order(1)
    void an_answer_under_way_breaks_off_when_its_caller_is_stopped() throws Exception {
        int asked = provider.lane("mute/mute").attempts();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> streamed = callers.submit(
                    () -> as(other, "web-chat").chat("mute").stream().send());
            Future<Answer> whole =
                    callers.submit(() -> as(other, "web-chat").chat("mute").send());
            Future<Answer> somebodyElses = callers.submit(
                    () -> as(other, "web-shop").chat("mute").stream().send());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> provider.lane("mute/mute").attempts() == asked + 3);

            stop("principal/web-chat");
            live("both answers end", () -> streamed.isDone() && whole.isDone());

            assertThat(streamed.get().errorCode()).isEqualTo("principal_stopped");
            assertThat(whole.get().errorCode()).isEqualTo("principal_stopped");
            assertThat(somebodyElses.isDone()).isFalse();
            stop("principal/web-shop");
        }
        lift("principal/web-chat");
        lift("principal/web-shop");
        live("web-chat is let in", () -> as(other, "web-chat").get("/v1/models").status() == 200);
    }

    @Test
    @Order(2)
    void a_stopped_agent_takes_no_new_run_and_those_under_way_and_waiting_end_with_by_whom_and_why() {
        stopAndSeeRunsEnd();
    }

    private static void stopAndSeeRunsEnd() {
        int asked = provider.lane("mute/mute").attempts();
        String thinking = begin(as(other, "web-chat"), "thinker", "think");
        String waiting = begin(as(other, "web-chat"), "clerk", "pay it");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> provider.lane("mute/mute").attempts() > asked);
        reaches(waiting, "WAITING_APPROVAL");

        stop("agent/*");
        live(
                "new runs are refused",
                () -> code(as(other, "web-chat").post("/v1/agents/clerk/runs", "{\"input\":\"x\"}"))
                        .equals("agent_stopped"));
        live(
                "who thinks is cancelled",
                () -> run(thinking).path("status").asText().equals("CANCELLED"));
        live(
                "who waits is cancelled",
                () -> run(waiting).path("status").asText().equals("CANCELLED"));

        for (String run : List.of(thinking, waiting)) {
            assertThat(run(run).at("/ending/by").asText()).startsWith("operator/");
            assertThat(run(run).at("/ending/content/reason").asText())
                    .isEqualTo("An administrator has stopped agent:*: It tells strangers too much.");
        }
        Answer chat = as(other, "web-chat").chat("agents/clerk").send();
        assertThat(chat.status()).isEqualTo(403);
        assertThat(chat.errorCode()).isEqualTo("agent_stopped");
        assertThat(as(other, "web-chat").get("/v1/models").body()).doesNotContain("agents/clerk");

        lift("agent/*");
        live(
                "it takes runs again",
                () -> as(other, "web-chat")
                                .post("/v1/agents/clerk/runs", "{\"input\":\"hello\"}")
                                .status()
                        == 202);
    }

    @Test
    @Order(3)
    void a_stopped_tool_is_refused_to_agents_and_to_direct_calls() {
        stopAndSeeTheToolRefused();
    }

    private static void stopAndSeeTheToolRefused() {
        TestClient caller = as(other, "web-chat");
        tool.reset();

        stop("tool/look");
        live("direct calls are refused", () -> {
            Answer answer = caller.post(
                    "/v1/tools/look/calls",
                    "{\"arguments\":{\"amount\":1}}",
                    "Idempotency-Key",
                    "k" + System.nanoTime());
            return answer.status() == 403 && code(answer).equals("tool_stopped");
        });
        int before = tool.calls().size();
        String run = begin(caller, "clerk", "look at it");
        reaches(run, "COMPLETED");

        assertThat(tool.calls()).hasSize(before);
        assertThat(run(run).at("/toolCalls/0/state").asText()).isEqualTo("DENIED");
        assertThat(run(run).path("output").asText()).contains("tool_stopped", "stop tool:look");
        assertThat(caller.get("/v1/tools").body()).contains("\"pay\"").doesNotContain("\"look\"");
        lift("tool/look");
    }

    @Test
    @Order(4)
    void only_administrators_stop_and_none_of_them_themselves() {
        Answer denied = as(one, "web-chat").send("PUT", "/v1/admin/stops/tool/pay", WHY);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(code(denied)).isEqualTo("permission_denied");

        Answer self = one.client().send("PUT", "/v1/admin/stops/principal/op*", WHY);
        assertThat(self.status()).as(self::toString).isEqualTo(409);
        Answer silent = one.client().send("PUT", "/v1/admin/stops/tool/pay", "{}");
        assertThat(silent.status()).as(silent::toString).isEqualTo(400);
        assertThat(silent.json().path("param").asText()).isEqualTo("reason");
        assertThat(one.client().send("PUT", "/v1/admin/stops/route/x", WHY).status())
                .isEqualTo(400);
        assertThat(one.client().send("PUT", "/v1/admin/stops/prompt/x", WHY).status())
                .isEqualTo(400);
        assertThat(one.client().delete("/v1/admin/stops/tool/pay").status()).isEqualTo(404);

        stop("prompt/clerk/main@1");
        assertThat(one.client()
                        .send("PUT", "/v1/admin/stops/prompt/clerk/main@1", WHY)
                        .status())
                .isEqualTo(200);
        assertThat(code(as(one, "web-chat").post("/v1/agents/clerk/runs", "{\"input\":\"x\"}")))
                .isEqualTo("agent_stopped");
        lift("prompt/clerk/main@1");
        JsonNode history = one.client().get("/v1/admin/stops/history?limit=1").json();
        assertThat(history.at("/data/0/name").asText()).isEqualTo("clerk/main@1");
        assertThat(history.at("/data/0/liftedBy").asText()).startsWith("operator/");
        assertThat(history.at("/data/0/covers/0").asText()).isEqualTo("clerk/main@1");
    }

    @Test
    @Order(5)
    void without_redis_it_is_the_same() {
        services.kill("redis-server");

        stopAndSeeRunsEnd();
        stopAndSeeTheToolRefused();
    }

    @Test
    @Order(6)
    void without_postgres_what_was_stopped_stays_so_and_the_replica_says_that_it_hears_nothing() {
        stop("principal/web-chat");
        live(
                "web-chat is refused",
                () -> as(other, "web-chat").get("/v1/models").status() == 403);
        assertThat(readiness()).contains("\"known\": \"fresh\"");
        services.kill("postgres");

        await().atMost(Duration.ofSeconds(15)).until(() -> readiness().contains("\"known\": \"stale\""));
        assertThat(other.isReady()).isTrue();
        assertThat(code(as(other, "web-chat").get("/v1/models"))).isEqualTo("principal_stopped");
        assertThat(as(other, "web-shop").get("/v1/models").status()).isEqualTo(200);
        assertThat(other.metrics().sum("sallyport_stops", "kind", "principal")).isEqualTo(1);
        Answer refused = other.client().send("PUT", "/v1/admin/stops/tool/pay", WHY);
        assertThat(refused.status()).as(refused::toString).isEqualTo(503);
    }

    private static String readiness() {
        return other.client().get("/q/health/ready").body();
    }
}

package io.sallyport.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Lane;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Profile {@code prod} against real PostgreSQL, Redis and an issuer; the last test stops what the others use. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NativeSmoke {
    private static final String SAID = "one two three four five six seven eight nine ten";
    private static final String PRINCIPALS = """
            principals:
              - { client: smoke, tenant: default, may: [ "route:*", "agent:*", "tool:*", "admin" ] }
              - { client: stranger, tenant: default, may: [ "route:other-*" ] }
            """;

    private static final String SCRIPT = """
            rules:
              - when: { contains: "reckon", toolResults: 0 }
                reply: { toolCalls: [ { name: calculate, arguments: { expression: "SQRT(1764)" } }, { name: calculate, arguments: { expression: "1+1" } } ] }
              - when: { contains: "reckon", toolResults: 2 }
                reply: { toolCalls: [ { name: key_value, arguments: { op: put, key: answer, value: 42 } }, { name: current_time, arguments: {} } ] }
              - reply: { text: "Reckoned." }
            """;
    private static final String CLERK = """
            name: clerk
            client: clerk
            route: clerk
            prompt: clerk/main
            tools: [ { name: calculate, when: "args.expression.startsWith('SQRT')" }, { name: key_value }, { name: current_time } ]
            limits: { cost: 1.00, tokens: 100000 }
            """;
    private static final String PROMPT = """
            ---
            input: { schema: { tone: string } }
            ---
            {{role "system"}}
            You are a clerk.
            {{role "user"}}
            {{#if tone}}Be {{tone}}. {{/if}}{{input}}
            """;

    private static RealServices services;
    private static MisbehavingProvider provider;
    private static GatewayProcess gateway;

    private final Lane main = provider.lane("first/main");
    private final Lane spare = provider.lane("second/spare");

    @BeforeAll
    static void startEverything() {
        services = RealServices.start();
        provider = MisbehavingProvider.start();
        GatewayLauncher launcher = GatewayProcess.prod()
                .catalog(catalog())
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile("scripts/clerk.yaml", SCRIPT)
                .catalogFile("agents/clerk.yaml", CLERK)
                .promptFile("clerk/main.v1.prompt", PROMPT)
                .promptFile("clerk/releases.yaml", "main: { stable: 1 }\n")
                .apiKey(services.issuer().token("smoke"));
        services.environment().forEach(launcher::env);
        long begin = System.nanoTime();
        gateway = launcher.start();
        Vitals.print(gateway, Duration.ofNanos(System.nanoTime() - begin));
    }

    @AfterAll
    static void stopEverything() {
        gateway.close();
        provider.close();
        services.close();
    }

    private static String catalog() {
        return """
                providers:
                  first:  { dialect: openai, baseUrl: "%s", models: { main: { contextTokens: 4096 } } }
                  second: { dialect: openai, baseUrl: "%s", models: { spare: { contextTokens: 8192 } } }
                  scripted: { dialect: scripted, script: scripts/clerk.yaml, models: { clerk: { price: { inputPerMillion: 1, outputPerMillion: 2, currency: USD } } } }
                routes:
                  clerk: { candidates: [ { model: scripted/clerk } ] }
                  chat: { candidates: [ { model: first/main } ], fallbacks: [ second/spare ], \
                timeouts: { connect: 500ms, firstToken: 2s, idle: 2s, total: 20s } }
                """.formatted(provider.baseUrl("first"), provider.baseUrl("second"));
    }

    @Test
    @Order(1)
    void nobody_comes_in_unchecked() {
        TestClient client = gateway.client();

        assertThat(client.withoutKey().chat("chat").send().status())
                .as("without a key")
                .isEqualTo(401);
        assertThat(client.withKey("sp_not-a-key-of-anybody-0123456789abcdef")
                        .chat("chat")
                        .send()
                        .status())
                .as("with a wrong key")
                .isEqualTo(401);
        assertThat(client.withKey(services.issuer().token("stranger"))
                        .chat("chat")
                        .send()
                        .status())
                .as("without the permission")
                .isEqualTo(403);
    }

    @Test
    @Order(2)
    void a_whole_answer_and_a_stream_pass_through() {
        main.always(Answers.text(SAID));

        assertThat(gateway.client().chat("chat").send()).satisfies(NativeSmoke::isWhole);
        assertThat(gateway.client().chat("chat").streamWithUsage().send()).satisfies(NativeSmoke::isWhole);
    }

    @Test
    @Order(3)
    void a_provider_that_fails_is_replaced_by_the_fallback() {
        main.always(Refusals.status(503));
        spare.always(Answers.text(SAID));

        assertThat(gateway.client().chat("chat").stream().send()).satisfies(NativeSmoke::isWhole);
        assertThat(spare.attempts()).isEqualTo(1);
    }

    @Test
    @Order(4)
    void an_agent_reckons_remembers_and_ends() {
        TestClient client = gateway.client();
        String run = client.post("/v1/agents/clerk/runs", "{\"input\":\"reckon\",\"metadata\":{\"tone\":\"calm\"}}")
                .json()
                .path("id")
                .asText();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.get("/v1/runs/" + run)
                        .json()
                        .path("status")
                        .asText()
                        .equals("COMPLETED"));
        JsonNode ended = client.get("/v1/runs/" + run).json();
        assertThat(ended.path("output").asText()).isEqualTo("Reckoned.");
        assertThat(ended.path("toolCalls").findValuesAsText("state"))
                .containsExactly("SUCCEEDED", "DENIED", "SUCCEEDED", "SUCCEEDED");
        assertThat(client.get("/v1/runs/" + run + "/events").body()).contains("42", "calm");
    }

    @Test
    @Order(5)
    void a_tool_is_called_directly_and_the_api_is_described() {
        TestClient client = gateway.client();
        assertThat(client.post("/v1/tools/calculate/calls", "{\"arguments\":{\"expression\":\"6*7\"}}")
                        .body())
                .contains("42");
        assertThat(client.get("/openapi?format=json").json().path("paths").size())
                .isGreaterThan(5);
    }

    @Test
    @Order(6)
    void a_bad_catalogue_file_is_told_and_the_good_one_stays() throws IOException {
        main.always(Answers.text(SAID));
        Files.writeString(gateway.catalogDir().resolve("models.yaml"), "routes: { chat: { candidates: 7 } }");

        await().untilAsserted(() ->
                assertThat(gateway.catalog().path("errors").size()).isPositive());
        assertThat(gateway.client().chat("chat").send()).satisfies(NativeSmoke::isWhole);
    }

    @Test
    @Order(7)
    void sight_is_there() {
        assertThat(gateway.client().get("/q/metrics").body()).contains("sallyport_requests");
        assertThat(gateway.client().get("/v1/models").body()).contains("\"chat\"");
    }

    @Test
    @Order(8)
    void a_stream_under_way_is_finished_before_the_server_stops() {
        main.always(Answers.slowly(SAID, Duration.ofMillis(150)));
        LiveAnswer stream = gateway.client().chat("chat").stream().open().awaitText("one two");

        gateway.signalTerminate();

        assertThat(stream.answer()).satisfies(NativeSmoke::isWhole);
        assertThat(gateway.awaitExit(Duration.ofSeconds(40))).isIn(0, 143);
    }

    private static void isWhole(Answer answer) {
        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(answer.text()).as(answer::toString).isEqualTo(SAID);
    }
}

package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The example agent with a real language model. The model is small and does as it pleases: it may order, order nonsense, or talk. What is
 * asserted has to hold whatever it does.
 */
@Tag("slow")
class RealModelAgentIT {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "LIMIT_EXCEEDED");
    private static RealModel model;
    private static GatewayProcess gateway;

    @BeforeAll
    static void open() throws IOException {
        model = RealModel.open();
        gateway = GatewayProcess.embedded()
                .catalog("""
                        providers:
                          real: { dialect: openai, baseUrl: "%s", models: { small: { contextTokens: 4096, capabilities: [tools] } } }
                        routes:
                          chat-default: { candidates: [ { model: real/small } ], timeouts: { firstToken: 60s, idle: 60s, total: 120s } }
                        """.formatted(model.baseUrl()))
                .catalogFile(
                        "agents/order-desk.yaml",
                        file("catalog", "agents", "order-desk.yaml").replace("steps: 20", "steps: 4"))
                .catalogFile("tools/create_order.yaml", file("catalog", "tools", "create_order.yaml"))
                .promptFile(
                        "order-desk/main.v1.prompt",
                        file("prompts", "order-desk", "main.v1.prompt")
                                .replace("temperature: 0", "maxOutputTokens: 96"))
                .promptFile("order-desk/releases.yaml", file("prompts", "order-desk", "releases.yaml"))
                .start();
    }

    private static String file(String first, String... more) throws IOException {
        return Files.readString(Path.of(first, more));
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable opened :
                Stream.of(gateway, model).filter(one -> one != null).toList()) {
            opened.close();
        }
    }

    @Test
    void whatever_it_does_each_run_ends_and_each_call_that_was_allowed_made_one_order() {
        List<String> runs = Stream.of("Order 2 blue mugs.", "I want 3 red pens, please.", "Hello!")
                .map(RealModelAgentIT::start)
                .toList();

        runs.forEach(run -> await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(run(run).path("status").asText()).isIn(ENDED)));

        List<JsonNode> made = runs.stream()
                .flatMap(run -> list(run(run).path("toolCalls")))
                .filter(call -> call.path("state").asText().equals("SUCCEEDED"))
                .toList();
        List<JsonNode> orders =
                list(shop().get("/embedded/shop/orders").json().path("orders")).toList();
        assertThat(orders).as("orders of %s", made).hasSameSizeAs(made);
        assertThat(orders).extracting(order -> order.path("key").asText()).doesNotHaveDuplicates();
        assertThat(orders).allSatisfy(order -> {
            assertThat(order.path("asked").asInt()).isEqualTo(1);
            assertThat(order.path("sku").asText()).isNotEmpty().hasSizeLessThanOrEqualTo(64);
            assertThat(order.path("quantity").asInt()).isBetween(1, 100);
        });
        assertThat(runs).allSatisfy(run -> {
            assertThat(run(run).at("/usage/input").asLong()).isPositive();
            assertThat(list(run(run).path("toolCalls"))
                            .map(call -> call.path("state").asText()))
                    .isSubsetOf("SUCCEEDED", "DENIED", "FAILED_NOT_APPLIED");
        });
    }

    /** Asked for twice with one key: it is one run. */
    private static String start(String wish) {
        Answer first = order(wish);
        Answer again = order(wish);
        assertThat(first.status()).as(first::toString).isEqualTo(202);
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        return first.json().path("id").asText();
    }

    private static Answer order(String wish) {
        return gateway.client()
                .post(
                        "/v1/agents/order-desk/runs",
                        "{\"input\":\"" + wish + "\"}",
                        "Idempotency-Key",
                        "\"real-" + wish.length() + "\"");
    }

    private static JsonNode run(String run) {
        return gateway.client().get("/v1/runs/" + run).json();
    }

    private static TestClient shop() {
        return gateway.client().withoutKey();
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}

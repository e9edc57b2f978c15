package io.sallyport.edge.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools as an agent uses them that runs its own loop elsewhere. */
class ToolCallsIT {
    private static final String TOOL = """
            name: %s
            description: Places an order.
            effect: %s
            idempotency: %s
            timeout: 3s
            http: { method: POST, url: "%s" }
            input: { type: object, additionalProperties: false, required: [sku], properties: { sku: { type: string } } }
            """;
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, models: { tour: {} } }
            routes:
              chat: { candidates: [ { model: scripted/tour } ] }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: demo, may: [ "tool:*", "admin" ] }
              - { client: narrow, may: [ "tool:get_*" ] }
            """;

    private static final OrdersServer SHOP = new OrdersServer();
    private static GatewayProcess gateway;

    private final TestClient client = gateway.client();
    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.embedded()
                .catalog(MODELS)
                .catalogFile("principals.yaml", PRINCIPALS)
                .catalogFile("tools/create_order.yaml", tool("create_order", "irreversible", "keyed"))
                .catalogFile("tools/send_parcel.yaml", tool("send_parcel", "irreversible", "none"))
                .catalogFile("tools/get_price.yaml", tool("get_price", "none", "none"))
                .catalogFile(
                        "tools/wire_money.yaml", tool("wire_money", "irreversible", "keyed") + "approval: always\n")
                .env("SALLYPORT_IDEMPOTENCY_GRACE", "1s")
                .start();
    }

    @AfterAll
    static void stop() {
        SHOP.close();
        gateway.close();
    }

    private static String tool(String name, String effect, String idempotency) {
        return TOOL.formatted(name, effect, idempotency, SHOP.url() + "/" + name);
    }

    @Test
    void the_list_shows_what_the_caller_may_use_with_schemas() {
        JsonNode tools = client.get("/v1/tools").json().get("data");
        assertThat(tools.findValuesAsText("name")).contains("create_order", "send_parcel", "get_price", "wire_money");
        JsonNode order = tools.valueStream()
                .filter(tool -> tool.get("name").asText().equals("create_order"))
                .findFirst()
                .orElseThrow();
        assertThat(order.get("effect").asText()).isEqualTo("irreversible");
        assertThat(order.get("keyRequired").asBoolean()).isTrue();
        assertThat(order.at("/input/properties/sku/type").asText()).isEqualTo("string");

        TestClient narrow = narrow();
        assertThat(narrow.get("/v1/tools").json().get("data")).hasSize(1);
        Answer denied = narrow.post("/v1/tools/create_order/calls", order("a"), "Idempotency-Key", key);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.json().get("permission").asText()).isEqualTo("tool:create_order");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create_order| |{\"arguments\":{\"sku\":\"a\"}}|400|idempotency_key_required",
                "create_order|a b|{\"arguments\":{\"sku\":\"a\"}}|400|invalid_request",
                "create_order|\"open|{\"arguments\":{\"sku\":\"a\"}}|400|invalid_request",
                "create_order|LONG|{\"arguments\":{\"sku\":\"a\"}}|400|invalid_request",
                "create_order|k|not json|400|invalid_json",
                "create_order|k|{\"arguments\":{\"sku\":\"a\",\"sku\":\"b\"}}|400|invalid_json",
                "create_order|k|[]|400|invalid_request",
                "create_order|k|{}|400|missing_parameter",
                "create_order|k|{\"arguments\":{\"sku\":\"a\"},\"more\":1}|400|invalid_request",
                "create_order|k|{\"arguments\":{\"sku\":7}}|400|invalid_arguments",
                "create_order|k|{\"arguments\":{\"sku\":\"a\",\"x\":1}}|400|invalid_arguments",
                "create_order|k|{\"arguments\":\"sku\"}|400|invalid_arguments",
                "create_ordr|k|{\"arguments\":{\"sku\":\"a\"}}|404|tool_not_found",
                "wire_money|k|{\"arguments\":{\"sku\":\"a\"}}|403|approval_required"
            })
    void what_is_wrong_with_a_request_is_said_and_nothing_is_called(
            String tool, String idempotencyKey, String body, int status, String code) {
        String path = "/v1/tools/" + tool + "/calls";
        int before = SHOP.requests("/create_order").size();
        Answer answer = idempotencyKey == null
                ? client.post(path, body)
                : client.post(path, body, "Idempotency-Key", idempotencyKey.replace("LONG", "k".repeat(256)));

        assertThat(answer.status()).as(answer::toString).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        if (code.equals("invalid_arguments")) {
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("invalid_arguments");
            assertThat(answer.json().at("/error/retryable").asBoolean(true)).isFalse();
        }
        assertThat(SHOP.requests("/create_order")).hasSize(before);
    }

    @Test
    void two_hundred_equal_calls_at_once_are_one_order_and_everybody_hears_of_it() throws Exception {
        long before = SHOP.requests("/send_parcel").size();
        List<Answer> answers = atOnce(200, () -> post("send_parcel", "many"));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer::toString).isEqualTo(200));
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .map(answer -> answer.header("X-Sallyport-Call"))
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(SHOP.requests("/send_parcel")).hasSize((int) before + 1);
        assertThat(gateway.metrics().sum("sallyport_idempotency_claims_total", "outcome", "taken"))
                .isPositive();
    }

    @Test
    void a_key_tells_its_answer_again_is_shown_by_its_id_and_stands_for_nothing_else() {
        Answer first = post("create_order", "a");
        assertThat(first.status()).as(first::toString).isEqualTo(200);
        assertThat(first.json().get("orderId").asText()).startsWith("o-");
        Answer again = client.post("/v1/tools/create_order/calls", order("a"), "Idempotency-Key", '"' + key + '"');
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");

        Answer other = post("create_order", "b");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("code").asText()).isEqualTo("idempotency_key_reused");

        String call = first.header("X-Sallyport-Call");
        JsonNode shown = client.get("/v1/tools/create_order/calls/" + call).json();
        assertThat(shown.get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(shown.at("/arguments/sku").asText()).isEqualTo("a");
        assertThat(shown.get("result")).isEqualTo(first.json());
        assertThat(client.get("/v1/tools/send_parcel/calls/" + call).status()).isEqualTo(404);
        assertThat(narrow().get("/v1/tools/create_order/calls/" + call).status())
                .isEqualTo(404);
    }

    @Test
    void a_refusal_of_the_tool_is_a_structured_error_and_is_told_again() {
        Answer refused = post("create_order", "sold-out");
        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.json().get("code").asText()).isEqualTo("tool_refused");
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("tool_refused");

        Answer again = post("create_order", "sold-out");
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.json().get("error")).isEqualTo(refused.json().get("error"));
    }

    @Test
    void what_has_no_effect_needs_no_key() {
        Answer answer = client.post("/v1/tools/get_price/calls", order("a"));
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    }

    @Test
    void a_frozen_redis_costs_a_moment_once_and_a_dead_one_nothing_and_neither_makes_anything_wrong() throws Exception {
        ProcessHandle redis = gateway.server("redis-server");
        post("create_order", "warm");
        signal("STOP", redis);
        try {
            Answer slow = postNew("create_order");
            assertThat(slow.status()).as(slow::toString).isEqualTo(200);
            assertThat(slow.took()).isLessThan(Duration.ofMillis(1200));
            long before = SHOP.requests("/send_parcel").size();
            List<Answer> answers = atOnce(50, () -> post("send_parcel", "frozen"));
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer::toString).isEqualTo(200));
            assertThat(SHOP.requests("/send_parcel")).hasSize((int) before + 1);
            assertThat(gateway.metrics().sum("sallyport_idempotency_claims_total", "outcome", "unavailable"))
                    .isPositive();
        } finally {
            signal("CONT", redis);
        }
        await().until(() -> taken() > 0 && postNew("create_order").status() == 200 && grows());

        redis.destroyForcibly();
        long before = SHOP.requests("/send_parcel").size();
        String other = UUID.randomUUID().toString();
        List<Answer> answers =
                atOnce(50, () -> client.post("/v1/tools/send_parcel/calls", order("dead"), "Idempotency-Key", other));
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer::toString).isEqualTo(200));
        assertThat(SHOP.requests("/send_parcel")).hasSize((int) before + 1);
    }

    @Test
    void a_gateway_that_dies_between_the_effect_and_its_record_leaves_one_effect_and_the_truth_about_it()
            throws Exception {
        SHOP.fallSilent();
        long orders = SHOP.orders("/create_order");
        int parcels = SHOP.requests("/send_parcel").size();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = callers.submit(() -> post("create_order", "crash"));
            var _ = callers.submit(() -> post("send_parcel", "crash"));
            await().until(() -> SHOP.orders("/create_order") == orders + 1
                    && SHOP.requests("/send_parcel").size() == parcels + 1);
            gateway.kill9();
            callers.shutdownNow();
        }
        SHOP.speak();
        gateway.restart();

        await().atMost(Duration.ofSeconds(15))
                .until(() -> post("create_order", "crash").status() == 200);
        assertThat(SHOP.orders("/create_order")).as("orders").isEqualTo(orders + 1);

        await().atMost(Duration.ofSeconds(15))
                .until(() -> post("send_parcel", "crash").status() == 409
                        && post("send_parcel", "crash")
                                .json()
                                .get("code")
                                .asText()
                                .equals("unknown_effect"));
        Answer unknown = post("send_parcel", "crash");
        assertThat(unknown.header("x-should-retry")).isEqualTo("false");
        assertThat(unknown.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(SHOP.requests("/send_parcel")).as("parcels").hasSize(parcels + 1);
    }

    private double taken() {
        return gateway.metrics().sum("sallyport_idempotency_claims_total", "outcome", "taken");
    }

    private boolean grows() {
        double before = taken();
        return postNew("create_order").status() == 200 && taken() > before;
    }

    private Answer post(String tool, String sku) {
        return client.post("/v1/tools/" + tool + "/calls", order(sku), "Idempotency-Key", key);
    }

    private Answer postNew(String tool) {
        return client.post(
                "/v1/tools/" + tool + "/calls",
                order("new"),
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private static String order(String sku) {
        return "{\"arguments\":{\"sku\":\"" + sku + "\"}}";
    }

    private TestClient narrow() {
        Answer made = client.post("/v1/admin/api-keys", "{\"client\":\"narrow\"}");
        return client.withKey(made.json().get("key").asText());
    }

    private static List<Answer> atOnce(int callers, Callable<Answer> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> pending = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                pending.add(threads.submit(call));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : pending) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}

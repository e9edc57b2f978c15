package io.sallyport.tool.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.TestingObserver;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolCalls;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NeedsInput;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInToolsTest {
    private static final Vertx VERTX = Vertx.vertx();

    private Supplier<Uni<Optional<Bytes>>> stored = () -> Uni.createFrom().item(Optional.empty());
    private final ToolCalls calls = new ToolCalls(
            VERTX,
            List.of(new BuiltInTools(List.of(
                    new CurrentTime(() -> Instant.parse("2026-03-29T01:30:00.5Z")),
                    new Calculate(),
                    new KeyValue(store()),
                    new RequestInput(new ArgumentCheck())))),
            new TestingObserver(),
            new ArgumentCheck());

    @AfterAll
    static void close() {
        VERTX.close();
    }

    /** A store that knows one value and nothing else. */
    private KeyValue.Reader store() {
        return (tenant, space, key) -> {
            assertThat(List.of(tenant, space, key)).containsExactly("acme", "agent:desk", "k");
            return stored.get();
        };
    }

    private static ToolSpec tool(String name) {
        return TestingTool.named(name)
                .is(
                        name.equals("key_value") ? Effect.REVERSIBLE : Effect.NONE,
                        name.equals("key_value") ? Idempotency.TRANSACTIONAL : Idempotency.NONE)
                .timeout(Duration.ofSeconds(5))
                .builtIn(name)
                .spec();
    }

    private ToolOutcome call(String name, String arguments) {
        return call(tool(name), arguments);
    }

    private ToolOutcome call(ToolSpec tool, String arguments) {
        ToolCallId id = new ToolCallId("call_1", "run_1", 1, "acme", "agent:desk", "desk", "desk", null, null);
        JsonNode json = Json.parse(arguments).orElseThrow();
        ToolRequest request = new ToolRequest(tool, id, json, "key", Optional.empty(), () -> true);
        return calls.call(request).await().atMost(Duration.ofSeconds(10));
    }

    private String result(String expression) {
        ToolOutcome outcome =
                call("calculate", Json.object().put("expression", expression).toString());
        return outcome instanceof Succeeded fine
                ? fine.result().path("result").textValue()
                : ((NotApplied) outcome).error().message();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            (12.5 + 3) * 4;                       62
            0.1 + 0.2;                            0.3
            1 / 4;                                0.25
            2 ^ 10;                               1024
            2 ^ 200;                              1606938044258990275541962092341162602522202993782792835301376
            -7 % 3;                               -1
            19.99 * 1.19;                         23.7881
            MAX(1, 2, 3) + MIN(4, 5) - ABS(-1);   6
            ROUND(2.345, 2) + FLOOR(1.9) + CEILING(1.1); 5.34
            SQRT(16) + SUM(1, 2) + AVERAGE(2, 4); 10
            1e3 + 1;                              1001
            ROUND(PI, 5);                         3.14159
            12345678901234567890 * 98765432109876543210; 1219326311370217952237463801111263526900
            """)
    void arithmetic_is_exact_and_decimal(String expression, String result) {
        assertThat(result(expression)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 / 0",
                "1 +",
                "(1",
                "foo(1)",
                "x + 1",
                "\"a\" + \"b\"",
                "1 == 1",
                "FACT(5)",
                "RANDOM()",
                "IF(TRUE, 1, 2)",
                "DT_NOW()",
                "STR_FORMAT(\"%999999999d\", 1)",
                "2 ^ 0.5 ^ 99999",
                "1; 2",
                "",
                "SQRT(-1)",
                "(-8)^(1/3)",
                "(10^999)^0.5",
                "NULL",
                "STR_MATCHES(\"a\", \"a\")"
            })
    void what_is_no_arithmetic_is_the_models_mistake(String expression) {
        NotApplied refused = (NotApplied)
                call("calculate", Json.object().put("expression", expression).toString());

        assertThat(refused.error().code()).isEqualTo("invalid_arguments");
        assertThat(refused.error().path()).isEqualTo("/expression");
        assertThat(refused.error().message()).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9^9^9",
                "9^9^9^9",
                "10^1000000",
                "1e999999999 + 1",
                "SQRT(1e999999999)",
                "FLOOR(1e999999999)",
                "ROUND(1.5, 1000000000)",
                "ROUND(1.5, 500000000)",
                "ROUND(1.5, 50000000)",
                "ROUND(1.5, -500000000)",
                "1e999999999 % 7",
                "(10^999) ^ 999",
                "1e-999999999 * 1e-999999999",
                "2^-1e9",
                "CEILING(1e900000000 * 1e9000000)",
                "1.0000001^99999999"
            })
    void no_expression_takes_long_or_much(String expression) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(result(expression)).isNotEmpty());
    }

    @Test
    void a_long_or_deep_expression_is_bounded() {
        assertThat(result("1+".repeat(600) + "1")).contains("longer than");
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(result("(".repeat(499) + "1" + ")".repeat(499)))
                        .isEqualTo("1"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(result("-".repeat(900) + "1")).isEqualTo("1"));
    }

    @ParameterizedTest
    @CsvSource({
        "{}, 2026-03-29T01:30:00Z, UTC, Sunday",
        "{\"zone\": \"Europe/Berlin\"}, 2026-03-29T03:30:00+02:00, Europe/Berlin, Sunday",
        "{\"zone\": \"Asia/Kolkata\"}, 2026-03-29T07:00:00+05:30, Asia/Kolkata, Sunday",
        "{\"zone\": \"America/Los_Angeles\"}, 2026-03-28T18:30:00-07:00, America/Los_Angeles, Saturday"
    })
    void the_time_is_told_in_the_zone_that_is_asked_for(String arguments, String time, String zone, String weekday) {
        assertThat(((Succeeded) call("current_time", arguments)).result())
                .isEqualTo(Json.object().put("time", time).put("zone", zone).put("weekday", weekday));
    }

    @Test
    void a_zone_that_does_not_exist_is_answered_with_the_nearest_one() {
        NotApplied refused = (NotApplied) call("current_time", "{\"zone\": \"Europe/Berlim\"}");

        assertThat(refused.error().fix()).isEqualTo("Did you mean `Europe/Berlin`?");
        assertThat(((NotApplied) call("current_time", "{\"zone\": \"\\u0000\"}"))
                        .error()
                        .path())
                .isEqualTo("/zone");
    }

    @Test
    void a_put_and_a_delete_only_say_what_is_to_be_written_with_the_result() {
        assertThat(call("key_value", "{\"op\": \"put\", \"key\": \"k\", \"value\": {\"n\": 1.50, \"u\": \"\\u0000\"}}"))
                .isEqualTo(new Succeeded(
                        Json.object().put("key", "k").put("stored", true),
                        List.of(new KeyValueWrite("agent:desk", "k", Bytes.of("{\"n\":1.50,\"u\":\"\\u0000\"}")))));
        assertThat(call("key_value", "{\"op\": \"put\", \"key\": \"k\", \"value\": null}"))
                .isEqualTo(new Succeeded(
                        Json.object().put("key", "k").put("stored", true),
                        List.of(new KeyValueWrite("agent:desk", "k", Bytes.of("null")))));
        assertThat(call("key_value", "{\"op\": \"delete\", \"key\": \"k\"}"))
                .isEqualTo(new Succeeded(
                        Json.object().put("key", "k").put("deleted", true),
                        List.of(new KeyValueWrite("agent:desk", "k", null))));
    }

    @Test
    void a_get_reads_what_was_committed() {
        assertThat(((Succeeded) call("key_value", "{\"op\": \"get\", \"key\": \"k\"}")).result())
                .isEqualTo(Json.object().put("key", "k").put("found", false));
        stored = () -> Uni.createFrom().item(Optional.of(Bytes.of("[1]")));
        assertThat(((Succeeded) call("key_value", "{\"op\": \"get\", \"key\": \"k\"}"))
                        .result()
                        .toString())
                .isEqualTo("{\"key\":\"k\",\"found\":true,\"value\":[1]}");
    }

    @Test
    void a_value_has_a_bound_and_a_put_has_a_value() {
        String large = Json.object()
                .put("op", "put")
                .put("key", "k")
                .put("value", "x".repeat(KeyValue.MOST_BYTES))
                .toString();

        for (String arguments :
                List.of(large, "{\"op\": \"put\", \"key\": \"k\"}", "{\"op\": \"swap\", \"key\": \"k\"}")) {
            assertThat(((NotApplied) call("key_value", arguments)).error().code())
                    .isEqualTo("invalid_arguments");
        }
    }

    @Test
    void a_store_that_is_gone_or_silent_did_nothing() {
        stored = () -> Uni.createFrom().failure(new StoreUnavailable("gone", new IllegalStateException()));
        NotApplied gone = (NotApplied) call("key_value", "{\"op\": \"get\", \"key\": \"k\"}");
        assertThat(gone.error().code()).isEqualTo("tool_unavailable");
        assertThat(gone.error().retryable()).isTrue();

        stored = () -> Uni.createFrom().nothing();
        ToolSpec impatient = TestingTool.named("key_value")
                .is(Effect.REVERSIBLE, Idempotency.TRANSACTIONAL)
                .timeout(Duration.ofMillis(200))
                .builtIn("key_value")
                .spec();
        assertThat(((NotApplied) call(impatient, "{\"op\": \"get\", \"key\": \"k\"}"))
                        .error()
                        .code())
                .isEqualTo("tool_unavailable");
    }

    @Test
    void a_question_waits_for_a_person() {
        assertThat(call("request_input", "{\"question\": \"Which colour?\"}"))
                .isEqualTo(new NeedsInput("Which colour?", Optional.empty()));
        assertThat(call("request_input", "{\"question\": \"?\", \"schema\": {\"type\": \"string\"}}"))
                .isEqualTo(new NeedsInput("?", Json.parse("{\"type\": \"string\"}")));
        assertThat(((NotApplied) call("request_input", "{\"question\": \"?\", \"schema\": {\"pattern\": \"(?=\"}}"))
                        .error()
                        .path())
                .isEqualTo("/schema");
    }

    @Test
    void a_built_in_tool_that_does_not_exist_and_one_that_is_asked_about_a_key_are_mistakes_of_the_manifest() {
        assertThat(((NotApplied) call("no_such", "{}")).error().code()).isEqualTo("tool_misconfigured");
        ToolCallId id = new ToolCallId("call_1", null, 1, "acme", "client:me", null, "me", null, null);
        ToolRequest request =
                new ToolRequest(tool("calculate"), id, Json.object(), "key", Optional.empty(), () -> true);
        assertThat(calls.lookUp(request).await().atMost(Duration.ofSeconds(5)))
                .isInstanceOf(LookUpOutcome.CannotTell.class);
    }
}

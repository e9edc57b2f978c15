package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.ChatCall;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.LiveAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real language model behind the gateway. It is small: shape, usage and status are asserted, never wording. */
@Tag("slow")
class RealModelIT {
    private static RealModel model;
    private static GatewayProcess gateway;

    @BeforeAll
    static void open() {
        model = RealModel.open();
        gateway = GatewayProcess.embedded()
                .catalog("""
                        providers:
                          real: { dialect: openai, baseUrl: "%s", models: { small: {} } }
                        routes:
                          real: { candidates: [ { model: real/small } ], timeouts: { firstToken: 60s, idle: 60s, total: 120s } }
                        """.formatted(model.baseUrl()))
                .catalogFile("principals.yaml", "principals: []\n")
                .start();
    }

    @AfterAll
    static void close() {
        Stream.of(gateway, model).filter(opened -> opened != null).forEach(RealModelIT::closed);
    }

    private static void closed(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_answers_and_counts_its_tokens() {
        Answer answer = ask("Say hello.", 16).send();

        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.usage().path("completion_tokens").asInt()).isBetween(1, 16);
    }

    @Test
    void it_streams_token_by_token_with_its_usage_last() {
        Answer answer = ask("Tell a short story.", 32).streamWithUsage().send();

        assertThat(answer.sawDone()).as(answer::toString).isTrue();
        assertThat(answer.chunks()).hasSizeGreaterThan(5);
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.usage().path("completion_tokens").asInt()).isBetween(1, 32);
    }

    @Test
    void it_keeps_to_a_json_schema() {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("city", Map.of("enum", List.of("Oslo", "Rome")), "capital", Map.of("type", "boolean")),
                "required",
                List.of("city", "capital"),
                "additionalProperties",
                false);
        Answer answer = ask("Name a city.", 64)
                .field(
                        "response_format",
                        Map.of("type", "json_schema", "json_schema", Map.of("name", "city", "schema", schema)))
                .send();

        JsonNode city = Json.parse(answer.text());
        assertThat(city.path("city").asText()).as(answer::toString).isIn("Oslo", "Rome");
        assertThat(city.path("capital").isBoolean()).isTrue();
    }

    @Test
    void it_calls_a_tool_when_asked_a_few_times() {
        List<Map<String, Object>> tools = List.of(Map.of(
                "type",
                "function",
                "function",
                Map.of(
                        "name",
                        "weather",
                        "parameters",
                        Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))))));

        assertThat(IntStream.range(0, 5)
                        .mapToObj(seed -> ask("What is the weather in Oslo?", 96)
                                .field("tools", tools)
                                .field("seed", seed)
                                .send()))
                .as("answers of a small model, of which one calls the tool")
                .anySatisfy(answer -> {
                    assertThat(answer.finishReason()).isEqualTo("tool_calls");
                    assertThat(answer.json()
                                    .at("/choices/0/message/tool_calls/0/function/name")
                                    .asText())
                            .isEqualTo("weather");
                });
    }

    @Test
    void eight_streams_at_once_all_come_whole() {
        List<LiveAnswer> live = IntStream.range(0, 8)
                .mapToObj(i ->
                        ask("Count to " + (i + 3) + ".", 24).streamWithUsage().open())
                .toList();

        assertThat(live).allSatisfy(one -> assertThat(one.answer().sawDone()).isTrue());
    }

    @Test
    void a_caller_that_hangs_up_frees_the_models_slot() {
        LiveAnswer live =
                ask("Write a very long story about the sea.", 900).stream().open();
        await().atMost(Duration.ofSeconds(60)).until(() -> !live.text().isEmpty());
        assertThat(model.busySlots()).isEqualTo(1);

        live.disconnect();

        await().atMost(Duration.ofSeconds(3)).until(() -> model.busySlots() == 0);
    }

    @Test
    void it_makes_embeddings_of_a_batch_and_counts_its_tokens() {
        Answer answer = gateway.client()
                .post("/v1/embeddings", "{\"model\":\"real\",\"input\":[\"a lamp\",\"a gate\",\"a lamp\"]}");

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        List<Double> lamp = numbers(answer, 0);
        List<Double> again = numbers(answer, 2);
        assertThat(lamp).hasSizeGreaterThan(100);
        assertThat(numbers(answer, 1)).hasSameSizeAs(lamp).isNotEqualTo(lamp);
        assertThat(IntStream.range(0, lamp.size())
                        .mapToDouble(i -> lamp.get(i) * again.get(i))
                        .sum())
                .as("the cosine of a text and itself")
                .isCloseTo(1, within(0.01));
        assertThat(answer.json().at("/usage/prompt_tokens").asInt()).isPositive();
    }

    private static List<Double> numbers(Answer answer, int index) {
        JsonNode embedding = answer.json().path("data").path(index).path("embedding");
        return StreamSupport.stream(embedding.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    private static ChatCall ask(String text, int maxTokens) {
        return gateway.client().chat("real").user(text).field("max_tokens", maxTokens);
    }
}

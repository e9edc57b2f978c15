package io.sallyport.provider.scripted;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.chat.Operation;
import io.sallyport.core.Secret;
import io.sallyport.provider.ModelProvider;
import io.sallyport.provider.ModelProviderContract;
import io.sallyport.provider.ProviderRequest;
import io.sallyport.provider.TestingListener;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedProviderTest extends ModelProviderContract {
    private static final String SCRIPT = """
            rules:
              - { when: { equals: refuse }, reply: { fault: { kind: status, status: 429, retryAfter: "7" } } }
              - { when: { equals: lose }, reply: { fault: { kind: reset } } }
              - { when: { equals: cut }, reply: { text: "a long enough answer", fault: { kind: cut, afterChunks: 2 } } }
              - { when: { equals: stall }, reply: { fault: { kind: stall } } }
              - { when: { equals: broken }, reply: { text: "fine", fault: { kind: malformed, afterChunks: 1 } } }
              - { when: { equals: flaky }, times: 1, reply: { fault: { kind: status, status: 503 } } }
              - { when: { regex: "^call (\\\\w+)$", toolsOffered: true }, reply: { toolCalls: [ { name: "{{firstTool}}" } ] } }
              - { reply: { text: "You said: {{lastUserMessage}}", chunkSize: 4, latency: { firstToken: 10ms, perChunk: 2ms } } }
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Scripts scripts = new Scripts();
    private ProviderSpec spec;

    @BeforeEach
    void loadScript() throws IOException {
        Path file = Files.writeString(folder.resolve("script.yaml"), SCRIPT);
        spec = spec(Optional.of(file));
        scripts.load(catalog());
    }

    @Override
    protected ModelProvider provider() {
        return new ScriptedProvider(vertx, scripts);
    }

    @Override
    protected ProviderRequest answered(boolean stream) {
        return request("hello there", stream, "");
    }

    @Override
    protected ProviderRequest refused() {
        return request("refuse", true, "");
    }

    @Override
    protected ProviderRequest lost() {
        return request("lose", true, "");
    }

    @Override
    protected ProviderRequest cut() {
        return request("cut", true, "");
    }

    @Override
    protected ProviderRequest silent() {
        return request("stall", true, "");
    }

    @Test
    void theSameRequestGetsTheSameBytes() throws Exception {
        assertThat(answer(request("hi", true, "")).text())
                .isEqualTo(answer(request("hi", true, "")).text())
                .contains("\"id\":\"chatcmpl-")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void aWholeAnswerHasTextUsageAndEachChoice() throws Exception {
        JsonNode answer = json(request("hi", false, ",\"n\":2"));

        assertThat(answer.path("choices")).hasSize(2);
        assertThat(answer.at("/choices/1/message/content").asText()).isEqualTo("You said: hi");
        assertThat(answer.at("/choices/1/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(6);
        assertThat(answer.path("model").asText()).isEqualTo("echo");
    }

    @Test
    void aStreamCarriesUsageOnlyWhenAsked() throws Exception {
        assertThat(answer(request("hi", true, "")).text()).doesNotContain("usage");
        assertThat(answer(request("hi", true, ",\"stream_options\":{\"include_usage\":true}"))
                        .text())
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\"");
    }

    @Test
    void aToolIsCalledWithTheSmallestArgumentsItsSchemaPermits() throws Exception {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
                + "{\"type\":\"object\",\"required\":[\"city\",\"days\"],\"properties\":{\"city\":{\"enum\":[\"Bonn\"]},"
                + "\"days\":{\"type\":\"integer\",\"minimum\":1}}}}}]";
        JsonNode choice = json(request("call it", false, tools)).at("/choices/0");

        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/tool_calls/0/function/name").asText()).isEqualTo("weather");
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"city\":\"Bonn\",\"days\":1}");
        assertThat(answer(request("call it", true, tools)).text())
                .contains("\"tool_calls\":[{\"index\":0,\"id\":\"call_", "\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void theBuiltInScriptOrdersWhatItIsAskedTo() throws Exception {
        spec = spec(Optional.empty());
        scripts.load(catalog());
        String offered = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"create_order\"}}]";
        JsonNode choice =
                json(request("Order 2 \\\"blue\\\" mugs.", false, offered)).at("/choices/0");
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"sku\":\"\\\"blue\\\" mugs\",\"quantity\":2}");

        String talk = "{\"role\":\"user\",\"content\":\"order 2 mugs\"},{\"role\":\"assistant\"},"
                + "{\"role\":\"tool\",\"content\":\"{\\\"orderId\\\":\\\"o1\\\"}\"}";
        assertThat(json(conversation(talk)).at("/choices/0/message/content").asText())
                .startsWith("Ordered: 2 mugs.")
                .contains("o1");
    }

    @Test
    void aScriptWalksThroughTheStepsOfAnAgent() throws Exception {
        Files.writeString(spec.script().orElseThrow(), """
                rules:
                  - { when: { regex: "go (\\\\w)(\\\\d)?", toolResults: 1 }, reply: { text: "{{lastToolResult.a.b}} {{group1}}{{group2}}{{group7}}" } }
                  - { when: { toolResults: 2 }, reply: { text: "two {{lastToolResult.a}} {{unknown}} {{firstTool.x}}" } }
                  - when: { regex: "go (\\\\w)", toolResults: 0 }
                    reply: { toolCalls: [ { name: t, arguments: { l: [ "{{number group1}}", "x{{group1}}", 5 ] } } ] }
                """);
        scripts.load(catalog());
        String user = "{\"role\":\"user\",\"content\":\"go x\"}";
        String tool = ",{\"role\":\"tool\",\"content\":\"{\\\"a\\\":{\\\"b\\\":7}}\"}";
        String text = ",{\"role\":\"tool\",\"content\":\"no JSON\"}";

        assertThat(json(conversation(user))
                        .at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"l\":[\"x\",\"xx\",5]}");
        assertThat(json(conversation(user + tool))
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("7 x");
        assertThat(json(conversation(user + tool + text))
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("two  {{unknown}} {{firstTool.x}}");
    }

    @Test
    void aCallIsMadeForEachElementOfAListAndTheirResultsComeTogether() throws Exception {
        Files.writeString(spec.script().orElseThrow(), """
                rules:
                  - when: { regex: "go (\\\\w)", toolResults: 1 }
                    reply: { toolCalls: [ { each: a.b, name: "t_{{each.n}}", arguments: { what: "{{each}} {{each.n}} {{group1}}" } } ] }
                  - reply: { text: "{{lastToolResults}}{{each}}" }
                """);
        scripts.load(catalog());
        String user = "{\"role\":\"user\",\"content\":\"go x\"}";
        String list = ",{\"role\":\"tool\",\"content\":\"{\\\"a\\\":{\\\"b\\\":[{\\\"n\\\":\\\"one\\\"},2]}}\"}";
        String none = ",{\"role\":\"tool\",\"content\":\"{\\\"a\\\":{\\\"b\\\":[]}}\"}";
        String asked = ",{\"role\":\"assistant\",\"content\":\"\"}";
        String said = ",{\"role\":\"tool\",\"content\":\"first\"},{\"role\":\"tool\",\"content\":\"second\"}";

        JsonNode calls = json(conversation(user + list)).at("/choices/0/message/tool_calls");
        assertThat(calls.findValuesAsText("name")).containsExactly("t_one", "t_");
        assertThat(calls.findValuesAsText("arguments")).containsExactly("{\"what\":\" one x\"}", "{\"what\":\"2  x\"}");
        assertThat(calls.findValuesAsText("id")).doesNotHaveDuplicates();
        JsonNode empty = json(conversation(user + none)).at("/choices/0");
        assertThat(empty.at("/message/tool_calls").isEmpty()).isTrue();
        assertThat(empty.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(json(conversation(user + list + asked + said))
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("first\nsecond");
    }

    @Test
    void structuredOutputIsTheSmallestInstance() throws Exception {
        String format = ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
                + "{\"type\":\"object\",\"required\":[\"ok\",\"tags\"],\"properties\":{\"ok\":{\"type\":\"boolean\"},"
                + "\"tags\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#/$defs/tag\"}}},"
                + "\"$defs\":{\"tag\":{\"type\":\"string\",\"minLength\":2}}}}}";

        assertThat(json(request("hi", false, format))
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("{\"ok\":false,\"tags\":[\"xx\"]}");
    }

    @Test
    void aRuleWithTimesStepsAside() throws Exception {
        assertThat(answer(request("flaky", false, "")).status()).isEqualTo(503);
        assertThat(answer(request("flaky", false, "")).status()).isEqualTo(200);
    }

    @Test
    void aMalformedChunkStandsAmongGoodOnes() throws Exception {
        assertThat(answer(request("broken", true, "")).text())
                .contains("\"content\":\"half\n\n", "\"content\":\"fine\"", "[DONE]");
    }

    @Test
    void aBodyThatIsNoRequestIsRefusedAndNotThrown() throws Exception {
        ProviderRequest request = request("x", false, "");
        ProviderRequest garbage = new ProviderRequest(
                spec,
                request.model(),
                Buffer.buffer("{garbage"),
                Operation.CHAT,
                false,
                Duration.ofSeconds(1),
                Map.of());

        assertThat(answer(garbage).status()).isEqualTo(400);
    }

    @Test
    void aChangedScriptIsUsedAndABrokenOneLeavesTheLastGoodOne() throws Exception {
        Path file = spec.script().orElseThrow();
        Files.writeString(file, "rules: [ { reply: { text: changed } } ]");
        scripts.load(catalog());
        assertThat(answer(request("hi", false, "")).text()).contains("changed");

        Files.writeString(file, "rules: [ { reply: { txt: worse } } ]");
        scripts.load(catalog());
        assertThat(answer(request("hi", false, "")).text()).contains("changed");
    }

    @Test
    void aScriptThatNeverWorkedSaysWhy() throws Exception {
        spec = spec(Optional.of(folder.resolve("absent.yaml")));
        Scripts fresh = new Scripts();
        fresh.load(catalog());

        assertThat(fresh.of(spec).trouble()).contains("absent.yaml", "can not be read");
    }

    @Test
    void withoutAScriptTheTourAnswersAndSaysThatItIsScripted() throws Exception {
        spec = spec(Optional.empty());
        scripts.load(catalog());

        assertThat(answer(request("good morning", false, "")).text()).contains("scripted", "good morning");
    }

    @Test
    void embeddingsFollowFromTheTextAloneAndHaveTheLengthOne() throws Exception {
        JsonNode one = json(embeddings("\"blue\"", ""));
        JsonNode two = json(embeddings("[\"red\",\"blue\"]", ""));

        assertThat(two.at("/data/1/embedding")).isEqualTo(one.at("/data/0/embedding"));
        assertThat(two.at("/data/0/embedding")).isNotEqualTo(two.at("/data/1/embedding"));
        assertThat(two.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(one.at("/data/0/embedding")).hasSize(8);
        double squares = 0;
        for (JsonNode number : one.at("/data/0/embedding")) {
            squares += number.asDouble() * number.asDouble();
        }
        assertThat(squares).isCloseTo(1, within(1e-6));
        assertThat(two.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
        assertThat(two.path("model").asText()).isEqualTo("echo");
    }

    @Test
    void embeddingsInBase64AreTheSameNumbersInLittleEndian() throws Exception {
        JsonNode numbers = json(embeddings("[[1,2],[3]]", ",\"dimensions\":3")).at("/data/0/embedding");
        JsonNode packed = json(embeddings("[[1,2],[3]]", ",\"dimensions\":3,\"encoding_format\":\"base64\""));

        FloatBuffer unpacked = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(packed.at("/data/0/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(numbers).hasSize(3);
        assertThat(unpacked.remaining()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(unpacked.get(i)).isEqualTo(numbers.get(i).floatValue());
        }
        assertThat(packed.at("/usage/prompt_tokens").asInt())
                .as("token numbers are tokens")
                .isEqualTo(3);
    }

    @Test
    void embeddingsObeyTheRulesAndHaveABound() throws Exception {
        assertThat(answer(embeddings("[\"refuse\"]", "")).status()).isEqualTo(429);
        assertThat(answer(embeddings("[\"a\",\"b\"]", ",\"dimensions\":131073")).text())
                .contains("too_many_numbers");
    }

    private ProviderRequest embeddings(String input, String more) {
        String body = "{\"model\":\"echo\",\"input\":" + input + more + "}";
        return new ProviderRequest(
                spec,
                spec.models().get("echo"),
                Buffer.buffer(body),
                Operation.EMBEDDINGS,
                false,
                Duration.ofSeconds(1),
                Map.of());
    }

    private TestingListener answer(ProviderRequest request) throws Exception {
        TestingListener listener = new TestingListener();
        var unused = begin(request, listener);
        listener.over().get(10, SECONDS);
        return listener;
    }

    private JsonNode json(ProviderRequest request) throws Exception {
        return JSON.readTree(answer(request).text());
    }

    private ProviderRequest conversation(String messages) {
        String body = "{\"model\":\"echo\",\"messages\":[" + messages + "]}";
        return new ProviderRequest(
                spec,
                spec.models().get("echo"),
                Buffer.buffer(body),
                Operation.CHAT,
                false,
                Duration.ofSeconds(1),
                Map.of());
    }

    private ProviderRequest request(String said, boolean stream, String more) {
        String body = "{\"model\":\"echo\",\"stream\":" + stream + more
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + said + "\"}]}";
        return new ProviderRequest(
                spec,
                spec.models().get("echo"),
                Buffer.buffer(body),
                Operation.CHAT,
                stream,
                Duration.ofSeconds(1),
                Map.of());
    }

    private Catalog catalog() {
        return new Catalog("r1", Instant.EPOCH, Map.of(spec.name(), spec), Map.of(), List.of());
    }

    private static ProviderSpec spec(Optional<Path> script) {
        ModelSpec echo = new ModelSpec(
                "tour/echo",
                "tour",
                "echo",
                "echo",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Optional.empty());
        return new ProviderSpec(
                "tour",
                ProviderDialect.SCRIPTED,
                Optional.empty(),
                Secret.of("none"),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                script,
                Map.of("echo", echo));
    }
}

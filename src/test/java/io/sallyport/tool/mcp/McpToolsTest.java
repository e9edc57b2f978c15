package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.ReceivedCall;
import io.sallyport.testing.tool.TestingMcpServer;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotSent;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpToolsTest extends McpStage {
    private final ToolSpec keyed = tool(Effect.IRREVERSIBLE, Idempotency.KEYED).spec();
    private final ToolSpec reading = tool(Effect.NONE, Idempotency.NONE).spec();

    @Test
    void a_call_is_made_in_a_session_with_its_key_in_meta() {
        ToolOutcome outcome = call(keyed, "{\"to\": \"ada\", \"amount\": 12.50, \"big\": 12345678901234567890123}");

        assertThat(result(outcome)).isEqualTo(Json.object().put("ok", true));
        ReceivedCall hello = server.received("initialize").getFirst();
        assertThat(hello.json().at("/params/protocolVersion").asText()).isEqualTo("2025-11-25");
        assertThat(hello.json().at("/params/capabilities")).isEqualTo(Json.object());
        assertThat(hello.json().at("/params/clientInfo/name").asText()).isEqualTo("sallyport");
        assertThat(hello.header("mcp-session-id")).isEmpty();
        assertThat(server.received("notifications/initialized")).hasSize(1);
        ReceivedCall call = server.received("tools/call").getFirst();
        assertThat(call.header("mcp-session-id")).isEqualTo("s-1");
        assertThat(call.header("mcp-protocol-version")).isEqualTo("2025-11-25");
        assertThat(call.header("accept")).contains("application/json", "text/event-stream");
        assertThat(call.header("traceparent")).contains("00f067aa0ba902b7");
        assertThat(call.header("authorization")).isEmpty();
        JsonNode params = call.json().path("params");
        assertThat(params.path("name").asText()).isEqualTo("send");
        assertThat(Json.text(params.path("arguments")))
                .isEqualTo("{\"to\":\"ada\",\"amount\":12.50,\"big\":12345678901234567890123}");
        assertThat(params.at("/_meta/io.sallyport~1idempotencyKey").asText()).isEqualTo(KEY);
        assertThat(params.at("/_meta/progressToken")).isEqualTo(call.json().path("id"));
    }

    @Test
    void what_has_no_effect_and_knows_no_keys_is_told_none() {
        call(reading);

        assertThat(server.received("tools/call")
                        .getFirst()
                        .json()
                        .at("/params/_meta")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void one_session_serves_all_calls_of_an_agent_and_no_other_agent_s() {
        List<Uni<ToolOutcome>> started = IntStream.range(0, 8)
                .mapToObj(each -> start(reading, "{}", () -> true))
                .toList();
        Uni.join().all(started).andFailFast().await().atMost(Duration.ofSeconds(20));
        call(reading);
        assertThat(server.received("initialize")).hasSize(1);
        assertThat(server.received("tools/list")).hasSize(1);

        callAs("agent:other", reading);
        assertThat(server.received("initialize")).hasSize(2);
        assertThat(server.received("tools/call").getLast().header("mcp-session-id"))
                .isEqualTo("s-2");
        assertThat(server.received("tools/call").stream()
                        .map(call -> call.header("mcp-session-id") + call.json().path("id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_server_without_sessions_will_do() {
        server.withoutSessions();

        assertThat(call(keyed)).isInstanceOf(Succeeded.class);
        assertThat(server.received("tools/call").getFirst().header("mcp-session-id"))
                .isEmpty();
    }

    @Test
    void answers_may_come_as_streams_of_events() {
        server.streaming();

        assertThat(result(call(keyed))).isEqualTo(Json.object().put("ok", true));
    }

    @Test
    void progress_and_other_words_before_the_answer_are_heard_and_mean_nothing() {
        server.next(
                "tools/call",
                (exchange, message) -> TestingMcpServer.stream(
                        exchange,
                        new String[0],
                        ": hello\n\n",
                        TestingMcpServer.event(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                                        + message.at("/params/_meta/progressToken") + ",\"progress\":1}}"),
                        TestingMcpServer.event(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}"),
                        TestingMcpServer.event(TestingMcpServer.response(message, TestingMcpServer.text("done"))
                                .toString())));

        assertThat(result(call(keyed)).asText()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"content\":[],\"structuredContent\":{\"id\":1.50}} | {\"id\":1.50}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"id\\\": 1.50}\"}]} | {\"id\":1.50}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"42\"}]} | \"42\"",
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\\u0000b\"}]} | \"a\\u0000b\"",
                "{\"content\":[]} | null",
                "{\"content\":[{\"type\":\"image\",\"data\":\"AA==\",\"mimeType\":\"image/png\"}]} | {\"content\":[{\"type\":\"image\",\"data\":\"AA==\",\"mimeType\":\"image/png\"}]}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]} | {\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}",
            })
    void a_result_is_the_json_that_it_would_be_from_any_tool(String answered, String result) {
        server.next(
                "tools/call",
                (exchange, message) ->
                        server.answer(exchange, message, Json.parse(answered).orElseThrow()));

        assertThat(Json.text(result(call(keyed)))).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400})
    void a_session_that_the_server_forgot_is_opened_again_and_the_call_made_once(int status) {
        call(keyed);
        server.forgetSessions(status);

        assertThat(call(keyed)).isInstanceOf(Succeeded.class);
        assertThat(server.received("initialize")).hasSize(2);
        assertThat(server.received("tools/call").stream().map(call -> call.header("mcp-session-id")))
                .containsExactly("s-1", "s-1", "s-2");
    }

    @Test
    void a_server_that_forgets_each_session_at_once_is_asked_twice_and_no_more() {
        server.always("tools/call", (exchange, message) -> exchange.json(404, "{}"));

        assertThat(call(keyed)).isInstanceOf(ToolOutcome.NotApplied.class);
        assertThat(server.received("tools/call")).hasSize(2);
    }

    @Test
    void who_has_lost_the_call_sends_nothing() {
        assertThat(got(start(keyed, "{}", () -> false))).isInstanceOf(NotSent.class);
        assertThat(server.received("tools/call")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"applied\": true, \"result\": {\"id\": 7}} | Applied[result={\"id\":7}]",
                "{\"applied\": true} | Applied[result=null]",
                "{\"applied\": false} | NotApplied[]",
                "{\"applied\": \"yes\"} | CannotTell",
                "not found | CannotTell",
            })
    void a_queryable_tool_is_asked_by_another_one(String said, String outcome) {
        String find = "{\"name\": \"find\", \"description\": \"Finds.\"}";
        server.offer(find);
        got(pins.offered("mail", List.of(of(SEND), of(find))));
        got(pins.accept("mail", "find", of(find).digest(), "ada"));
        server.next("tools/call", (exchange, message) -> server.answer(exchange, message, TestingMcpServer.text(said)));

        LookUpOutcome told = lookUp(tool(
                        Effect.IRREVERSIBLE,
                        Idempotency.QUERYABLE,
                        new Mcp(
                                spec(),
                                new RemoteTool("send", Optional.empty()),
                                OnError.UNKNOWN,
                                Optional.of(new RemoteTool("find", Optional.empty()))))
                .spec());

        assertThat(told.toString()).startsWith(outcome);
        JsonNode params = server.received("tools/call").getFirst().json().path("params");
        assertThat(params.path("name").asText()).isEqualTo("find");
        assertThat(params.path("arguments")).isEqualTo(Json.object().put("key", KEY));
    }

    private static Definition of(String definition) {
        return Definition.of(Json.parse(definition).orElseThrow()).orElseThrow();
    }
}

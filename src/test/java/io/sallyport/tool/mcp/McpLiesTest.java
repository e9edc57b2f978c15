package io.sallyport.tool.mcp;

import static io.sallyport.testing.tool.TestingMcpServer.event;
import static io.sallyport.testing.tool.TestingMcpServer.openStream;
import static io.sallyport.testing.tool.TestingMcpServer.part;
import static io.sallyport.testing.tool.TestingMcpServer.response;
import static io.sallyport.testing.tool.TestingMcpServer.stream;
import static io.sallyport.testing.tool.TestingMcpServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingMcpServer.Manner;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.testing.tool.ToolExchange;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolOutcome.Unknown;
import io.sallyport.tool.http.TestingExchanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are slow, broken or untruthful: what is known after each. */
class McpLiesTest extends McpStage {
    private static final String[] NOTHING = {};

    /** Name, manner, outcome with an effect, outcome without one. */
    static Stream<Arguments> manners() {
        return Stream.of(
                lie(
                        "another id",
                        (exchange, message) ->
                                exchange.json(200, answer(message, 1).toString()),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "the id as a text",
                        (exchange, message) ->
                                exchange.json(200, idAsText(message).toString()),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "no JSON",
                        (exchange, message) -> exchange.json(200, "{\"jsonrpc\":"),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "a page",
                        (exchange, message) ->
                                exchange.answer(200, "text/html", "<p>hi".getBytes(StandardCharsets.UTF_8)),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "taken, and no word",
                        (exchange, message) -> exchange.answer(202, "application/json", new byte[0]),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "result and error",
                        (exchange, message) -> exchange.json(200, both(message).toString()),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "a result that is none",
                        (exchange, message) -> exchange.json(
                                200,
                                response(message, Json.object().put("content", 7))
                                        .toString()),
                        "Unknown tool_answer_malformed",
                        "Unknown tool_answer_malformed"),
                lie(
                        "a stream without the answer",
                        (exchange, message) -> stream(
                                exchange,
                                NOTHING,
                                event("{}"),
                                event("no"),
                                event(answer(message, 1).toString())),
                        "Unknown tool_connection_broken",
                        "Unknown tool_connection_broken"),
                lie(
                        "gone in the middle of a stream",
                        (exchange, message) -> {
                            openStream(exchange);
                            part(exchange, "data: {");
                            exchange.reset();
                        },
                        "Unknown tool_connection_broken",
                        "Unknown tool_connection_broken"),
                lie(
                        "gone in the middle of an answer",
                        (exchange, message) -> exchange.head(200, "application/json", 500)
                                .raw("{\"json")
                                .close(),
                        "Unknown tool_connection_broken",
                        "Unknown tool_connection_broken"),
                lie(
                        "never an answer",
                        (exchange, message) -> exchange.hold(),
                        "Unknown tool_timeout",
                        "Unknown tool_timeout"),
                lie("an endless stream", McpLiesTest::endless, "Unknown tool_timeout", "Unknown tool_timeout"),
                lie(
                        "too large",
                        (exchange, message) -> large(exchange, "application/json"),
                        "Unknown output_too_large",
                        "NotApplied output_too_large"),
                lie(
                        "too large a stream",
                        (exchange, message) -> large(exchange, "text/event-stream"),
                        "Unknown output_too_large",
                        "NotApplied output_too_large"),
                lie(
                        "invalid params",
                        (exchange, message) ->
                                exchange.json(200, error(message, -32602).toString()),
                        "NotApplied tool_refused",
                        "NotApplied tool_refused"),
                lie(
                        "no such method",
                        (exchange, message) ->
                                exchange.json(200, error(message, -32601).toString()),
                        "NotApplied tool_refused",
                        "NotApplied tool_refused"),
                lie(
                        "an internal error",
                        (exchange, message) ->
                                exchange.json(200, error(message, -32603).toString()),
                        "Unknown tool_failed",
                        "Unknown tool_failed"),
                lie(
                        "an error of its own",
                        (exchange, message) ->
                                exchange.json(200, error(message, -32000).toString()),
                        "Unknown tool_failed",
                        "Unknown tool_failed"),
                lie(
                        "isError",
                        (exchange, message) -> exchange.json(
                                200,
                                response(message, text("no such person").put("isError", true))
                                        .toString()),
                        "Unknown tool_failed",
                        "NotApplied tool_refused"),
                lie(
                        "500",
                        (exchange, message) -> exchange.json(500, "{}"),
                        "Unknown tool_failed",
                        "Unknown tool_failed"),
                lie(
                        "429",
                        (exchange, message) -> exchange.json(429, "{}", "Retry-After", "3"),
                        "Later tool_busy",
                        "Later tool_busy"),
                lie(
                        "409",
                        (exchange, message) -> exchange.json(409, "{}"),
                        "Later tool_busy",
                        "NotApplied tool_refused"),
                lie(
                        "403",
                        (exchange, message) -> exchange.json(403, "{}"),
                        "NotApplied tool_refused",
                        "NotApplied tool_refused"));
    }

    private static Arguments lie(String name, Manner manner, String withEffect, String without) {
        return Arguments.of(name, manner, withEffect, without);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manners")
    void what_is_known_is_said_and_no_more(String name, Manner manner, String withEffect, String without) {
        server.always("tools/call", manner);

        assertThat(said(call(quick(Effect.IRREVERSIBLE, Idempotency.KEYED).spec())))
                .isEqualTo(withEffect);
        assertThat(said(call(quick(Effect.NONE, Idempotency.NONE).spec()))).isEqualTo(without);
    }

    private TestingTool quick(Effect effect, Idempotency idempotency) {
        return tool(effect, idempotency).timeout(Duration.ofMillis(1500));
    }

    private static String said(ToolOutcome outcome) {
        return switch (outcome) {
            case Succeeded _ -> "Succeeded";
            case Unknown(ToolError error) -> "Unknown " + error.code();
            case ToolOutcome.NotApplied(ToolError error) -> "NotApplied " + error.code();
            case ToolOutcome.Applied(ToolError error) -> "Applied " + error.code();
            case ToolOutcome.Later(var _, ToolError error) -> "Later " + error.code();
            default -> outcome.toString();
        };
    }

    private static ObjectNode answer(JsonNode message, int more) {
        return response(message, text("lie")).put("id", message.path("id").asLong() + more);
    }

    private static ObjectNode idAsText(JsonNode message) {
        return response(message, text("lie")).put("id", message.path("id").asText());
    }

    private static ObjectNode both(JsonNode message) {
        ObjectNode both = response(message, text("lie"));
        both.putObject("error").put("code", -32602).put("message", "lie");
        return both;
    }

    private static ObjectNode error(JsonNode message, int code) {
        ObjectNode error = response(message, text(""));
        error.remove("result");
        error.putObject("error").put("code", code).put("message", "because");
        return error;
    }

    private static void large(ToolExchange exchange, String type) throws IOException {
        long bytes = 50L * TestingExchanges.MOST;
        exchange.head(200, type, bytes);
        byte[] block = ("data: " + "x".repeat(65_530)).getBytes(StandardCharsets.US_ASCII);
        for (long left = bytes; left > 0; left -= block.length) {
            exchange.raw(block);
        }
    }

    private static void endless(ToolExchange exchange, JsonNode message) throws IOException {
        openStream(exchange);
        String progress =
                event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                        + message.at("/params/_meta/progressToken") + ",\"progress\":1}}");
        long end = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < end) {
            part(exchange, progress);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void of_two_answers_the_first_counts() {
        server.next(
                "tools/call",
                (exchange, message) -> stream(
                        exchange,
                        NOTHING,
                        event(response(message, text("first")).toString()),
                        event(response(message, text("second")).toString())),
                (exchange, message) -> exchange.json(
                        200,
                        Json.array()
                                .add(response(message, text("first")))
                                .add(response(message, text("second")))
                                .toString()));

        assertThat(result(call(quick(Effect.IRREVERSIBLE, Idempotency.KEYED).spec()))
                        .asText())
                .isEqualTo("first");
        assertThat(result(call(quick(Effect.IRREVERSIBLE, Idempotency.KEYED).spec()))
                        .asText())
                .isEqualTo("first");
    }

    @Test
    void an_answer_is_taken_though_its_stream_never_ends() {
        server.always("tools/call", (exchange, message) -> {
            openStream(exchange);
            part(exchange, event(response(message, text("done")).toString()));
            exchange.hold();
        });

        assertThat(result(call(quick(Effect.IRREVERSIBLE, Idempotency.NONE).spec()))
                        .asText())
                .isEqualTo("done");
        assertThat(result(call(quick(Effect.NONE, Idempotency.NONE).spec())).asText())
                .isEqualTo("done");
    }

    @Test
    void who_gives_up_says_so_and_takes_it_for_unknown() {
        server.always("tools/call", (exchange, message) -> exchange.hold());

        assertThat(call(quick(Effect.IRREVERSIBLE, Idempotency.NONE).spec())).isInstanceOf(Unknown.class);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.received("notifications/cancelled").size() == 1);
        assertThat(server.received("notifications/cancelled").getFirst().json().at("/params/requestId"))
                .isEqualTo(server.received("tools/call").getFirst().json().path("id"));
    }

    @Test
    void a_stream_that_breaks_is_gone_on_with_where_its_events_have_names() {
        server.always("tools/call", (exchange, message) -> {
            openStream(exchange);
            part(exchange, "id: 7\nretry: 60\ndata:\n\n");
            exchange.reset();
        });
        server.next(
                "GET",
                (exchange, message) -> exchange.reset(),
                (exchange, message) -> stream(exchange, NOTHING, "id: 8\ndata:\n\n"),
                (exchange, message) -> stream(
                        exchange,
                        NOTHING,
                        event(response(server.received("tools/call").getFirst().json(), text("late"))
                                .toString())));

        assertThat(result(call(quick(Effect.IRREVERSIBLE, Idempotency.NONE).spec()))
                        .asText())
                .isEqualTo("late");
        assertThat(server.received().stream()
                        .filter(call -> call.method().equals("GET"))
                        .map(call -> call.header("last-event-id") + " " + call.header("mcp-session-id")))
                .containsExactly("7 s-1", "7 s-1", "8 s-1");
        assertThat(server.received("tools/call")).hasSize(1);
    }

    @Test
    void a_stream_that_cannot_be_gone_on_with_is_unknown() {
        server.always("tools/call", (exchange, message) -> {
            openStream(exchange);
            part(exchange, "id: 7\nretry: 60\ndata:\n\n");
            exchange.reset();
        });

        assertThat(said(call(quick(Effect.IRREVERSIBLE, Idempotency.NONE).spec())))
                .isEqualTo("Unknown tool_connection_broken");
    }

    @Test
    void a_server_that_asks_is_answered_and_gets_nothing() {
        server.next("tools/call", (exchange, message) -> {
            openStream(exchange);
            part(exchange, event("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}"));
            part(exchange, event("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\",\"params\":{}}"));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> server.received("").size() == 2);
            part(exchange, event(response(message, text("done")).toString()));
            exchange.close();
        });

        assertThat(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec())).isInstanceOf(Succeeded.class);

        assertThat(server.received("").stream().map(call -> Json.text(call.json())))
                .containsExactlyInAnyOrder(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}",
                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");
    }

    @Test
    void a_manifest_may_vouch_for_what_an_error_means() {
        server.always(
                "tools/call",
                (exchange, message) -> exchange.json(
                        200,
                        response(message, text("no such person").put("isError", true))
                                .toString()));

        ToolOutcome outcome = call(tool(
                        Effect.IRREVERSIBLE,
                        Idempotency.NONE,
                        new Mcp(
                                spec(),
                                new RemoteTool("send", Optional.empty()),
                                OnError.NOT_APPLIED,
                                Optional.empty()))
                .spec());

        assertThat(said(outcome)).isEqualTo("NotApplied tool_refused");
        assertThat(((ToolOutcome.NotApplied) outcome)
                        .error()
                        .json()
                        .at("/error/detail")
                        .asText())
                .isEqualTo("no such person");
    }

    /** Before the call nothing was done, whatever the server did. */
    static Stream<Arguments> greetings() {
        return Stream.of(
                Arguments.of(
                        "initialize", (Manner) (exchange, message) -> exchange.json(500, "{}"), "tool_unreachable"),
                Arguments.of("initialize", (Manner) (exchange, message) -> exchange.json(401, "{}"), "tool_refused"),
                Arguments.of("initialize", (Manner) (exchange, message) -> exchange.hold(), "tool_unreachable"),
                Arguments.of(
                        "initialize", (Manner) (exchange, message) -> exchange.json(200, "hi"), "tool_unreachable"),
                Arguments.of(
                        "initialize",
                        (Manner) (exchange, message) -> exchange.json(
                                200,
                                response(message, Json.object().put("protocolVersion", "1999-01-01"))
                                        .toString()),
                        "tool_unreachable"),
                Arguments.of(
                        "initialize",
                        (Manner) (exchange, message) -> exchange.json(
                                200,
                                response(message, Json.object().put("protocolVersion", "2025-06-18"))
                                        .toString(),
                                "Mcp-Session-Id",
                                "a b"),
                        "tool_unreachable"),
                Arguments.of(
                        "notifications/initialized",
                        (Manner) (exchange, message) -> exchange.reset(),
                        "tool_unreachable"),
                Arguments.of(
                        "tools/list",
                        (Manner) (exchange, message) -> exchange.json(
                                200, response(message, Json.object()).toString()),
                        "tool_unreachable"),
                Arguments.of(
                        "tools/list",
                        (Manner) (exchange, message) -> exchange.json(
                                200, response(message, endlessPages()).toString()),
                        "tool_unreachable"),
                Arguments.of(
                        "tools/list",
                        (Manner) (exchange, message) ->
                                exchange.json(200, response(message, twice()).toString()),
                        "tool_unreachable"),
                Arguments.of(
                        "tools/list",
                        (Manner) (exchange, message) -> large(exchange, "application/json"),
                        "tool_unreachable"));
    }

    private static ObjectNode endlessPages() {
        ObjectNode page = Json.object().put("nextCursor", "1");
        page.putArray("tools");
        return page;
    }

    private static ObjectNode twice() {
        ObjectNode page = Json.object();
        page.putArray("tools")
                .add(Json.object().put("name", "send"))
                .add(Json.object().put("name", "send"));
        return page;
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void a_server_that_cannot_be_greeted_is_not_called(String method, Manner manner, String code) {
        server.always(method, manner);

        assertThat(said(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec())))
                .isEqualTo("NotApplied " + code);
        assertThat(server.received("tools/call")).isEmpty();
    }

    @Test
    void a_server_that_is_back_is_called_again() {
        server.next("initialize", (exchange, message) -> exchange.json(500, "{}"));

        assertThat(said(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec())))
                .isEqualTo("NotApplied tool_unreachable");
        assertThat(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec())).isInstanceOf(Succeeded.class);
    }

    @Test
    void a_call_with_little_time_does_not_wait_for_a_slow_greeting() {
        server.next("initialize", (exchange, message) -> {
            LockSupport.parkNanos(700_000_000);
            server.polite(exchange, message, "initialize");
        });

        assertThat(said(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE)
                        .timeout(Duration.ofMillis(200))
                        .spec())))
                .isEqualTo("NotApplied tool_unreachable");
        assertThat(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec())).isInstanceOf(Succeeded.class);
        assertThat(server.received("initialize")).hasSize(1);
    }
}

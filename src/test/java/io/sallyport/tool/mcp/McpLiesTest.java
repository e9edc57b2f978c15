package io.sallyport.tool.mcp;

import static io.sallyport.testing.tool.TestingMcpServer.event;
import static io.sallyport.testing.tool.TestingMcpServer.openStream;
import static io.sallyport.testing.tool.TestingMcpServer.part;
import static io.sallyport.testing.tool.TestingMcpServer.response;
import static io.sallyport.testing.tool.TestingMcpServer.stream;
import static io.sallyport.testing.tool.TestingMcpServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolOutcome.Unknown;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that are slow, broken or untruthful: what is known after each. */
class McpLiesTest extends McpStage {
    private static final String[] NOTHING = {};

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    another id                      | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    the id as a text                | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    no JSON                         | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    a page                          | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    taken, and no word              | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    result and error                | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    a result that is none           | Unknown tool_answer_malformed  | Unknown tool_answer_malformed
                    a stream without the answer     | Unknown tool_connection_broken | Unknown tool_connection_broken
                    gone in the middle of a stream  | Unknown tool_connection_broken | Unknown tool_connection_broken
                    gone in the middle of an answer | Unknown tool_connection_broken | Unknown tool_connection_broken
                    never an answer                 | Unknown tool_timeout           | Unknown tool_timeout
                    an endless stream               | Unknown tool_timeout           | Unknown tool_timeout
                    too large                       | Unknown output_too_large       | NotApplied output_too_large
                    too large a stream              | Unknown output_too_large       | NotApplied output_too_large
                    error -32700                    | NotApplied tool_refused        | NotApplied tool_refused
                    error -32600                    | NotApplied tool_refused        | NotApplied tool_refused
                    error -32601                    | NotApplied tool_refused        | NotApplied tool_refused
                    error -32602                    | NotApplied tool_refused        | NotApplied tool_refused
                    error -32603                    | Unknown tool_failed            | Unknown tool_failed
                    error -32000                    | Unknown tool_failed            | Unknown tool_failed
                    isError                         | Unknown tool_failed            | NotApplied tool_refused
                    status 500                      | Unknown tool_failed            | Unknown tool_failed
                    status 429                      | Later tool_busy                | Later tool_busy
                    status 409                      | Later tool_busy                | NotApplied tool_refused
                    status 403                      | NotApplied tool_refused        | NotApplied tool_refused
                    """)
    void what_is_known_is_said_and_no_more(String lie, String withEffect, String without) {
        server.always("tools/call", Lies.named(lie));

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
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    initialize                | status 500         | tool_unreachable
                    initialize                | status 401         | tool_refused
                    initialize                | never an answer    | tool_unreachable
                    initialize                | no JSON            | tool_unreachable
                    initialize                | another revision   | tool_unreachable
                    initialize                | an odd session     | tool_unreachable
                    notifications/initialized | status 500         | tool_unreachable
                    tools/list                | a result that is none | tool_unreachable
                    tools/list                | pages without end  | tool_unreachable
                    tools/list                | one name twice     | tool_unreachable
                    tools/list                | too large          | tool_unreachable
                    """)
    void a_server_that_cannot_be_greeted_is_not_called(String method, String lie, String code) {
        server.always(method, Lies.named(lie));

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
        // Whoever comes first waits for classes to be loaded, too.
        assertThat(callAs(
                        "agent:other",
                        tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec()))
                .isInstanceOf(Succeeded.class);
        server.next("initialize", (exchange, message) -> {
            LockSupport.parkNanos(900_000_000);
            server.polite(exchange, message, "initialize");
        });

        assertThat(said(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE)
                        .timeout(Duration.ofMillis(300))
                        .spec())))
                .isEqualTo("NotApplied tool_unreachable");
        assertThat(call(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec())).isInstanceOf(Succeeded.class);
        assertThat(server.received("initialize")).hasSize(2);
    }
}

package io.sallyport.tool.mcp;

import static io.sallyport.testing.tool.TestingMcpServer.event;
import static io.sallyport.testing.tool.TestingMcpServer.openStream;
import static io.sallyport.testing.tool.TestingMcpServer.part;
import static io.sallyport.testing.tool.TestingMcpServer.response;
import static io.sallyport.testing.tool.TestingMcpServer.stream;
import static io.sallyport.testing.tool.TestingMcpServer.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.TestingMcpServer.Manner;
import io.sallyport.testing.tool.ToolExchange;
import io.sallyport.tool.http.TestingExchanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What servers do that are slow, broken or untruthful. */
final class Lies {
    private static final String[] NO_HEADERS = {};

    private static final Map<String, Manner> ANSWERS = Map.of(
            "another id",
                    (exchange, message) -> exchange.json(200, otherId(message).toString()),
            "the id as a text",
                    (exchange, message) -> exchange.json(200, idAsText(message).toString()),
            "no JSON", (exchange, message) -> exchange.json(200, "{\"jsonrpc\":"),
            "a page",
                    (exchange, message) -> exchange.answer(200, "text/html", "<p>hi".getBytes(StandardCharsets.UTF_8)),
            "taken, and no word", (exchange, message) -> exchange.answer(202, "application/json", new byte[0]),
            "result and error",
                    (exchange, message) -> exchange.json(200, both(message).toString()),
            "a result that is none", answering(Json.object().put("content", 7).put("tools", 7)),
            "isError", answering(text("no such person").put("isError", true)));

    private static final Map<String, Manner> BREAKS = Map.of(
            "a stream without the answer",
                    (exchange, message) -> stream(
                            exchange,
                            NO_HEADERS,
                            event("{}"),
                            event("no"),
                            event(otherId(message).toString())),
            "gone in the middle of a stream",
                    (exchange, message) -> {
                        openStream(exchange);
                        part(exchange, "data: {");
                        exchange.reset();
                    },
            "gone in the middle of an answer",
                    (exchange, message) -> exchange.head(200, "application/json", 500)
                            .raw("{\"json")
                            .close(),
            "never an answer", (exchange, message) -> exchange.hold(),
            "an endless stream", Lies::endless,
            "too large", (exchange, message) -> large(exchange, "application/json"),
            "too large a stream", (exchange, message) -> large(exchange, "text/event-stream"));

    private static final Map<String, Manner> GREETINGS = Map.of(
            "another revision", answering(Json.object().put("protocolVersion", "1999-01-01")),
            "an odd session",
                    (exchange, message) -> exchange.json(
                            200,
                            response(message, Json.object().put("protocolVersion", "2025-06-18"))
                                    .toString(),
                            "Mcp-Session-Id",
                            "a b"),
            "pages without end", answering(page().put("nextCursor", "1")),
            "one name twice", answering(page("send", "send")));

    private Lies() {}

    /** One of those above, {@code status <number>} or {@code error <code>}. */
    static Manner named(String lie) {
        if (lie.startsWith("status ")) {
            return (exchange, message) -> exchange.json(Integer.parseInt(lie.substring(7)), "{}");
        }
        if (lie.startsWith("error ")) {
            return (exchange, message) -> exchange.json(
                    200, error(message, Integer.parseInt(lie.substring(6))).toString());
        }
        Manner manner = ANSWERS.getOrDefault(lie, BREAKS.getOrDefault(lie, GREETINGS.get(lie)));
        if (manner == null) {
            throw new IllegalArgumentException(lie);
        }
        return manner;
    }

    private static Manner answering(ObjectNode result) {
        return (exchange, message) ->
                exchange.json(200, response(message, result).toString());
    }

    private static ObjectNode page(String... names) {
        ObjectNode page = Json.object();
        var tools = page.putArray("tools");
        for (String name : names) {
            tools.addObject().put("name", name);
        }
        return page;
    }

    private static ObjectNode otherId(JsonNode message) {
        return response(message, text("lie")).put("id", message.path("id").asLong() + 1);
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

    /** Fifty times as much as is read. */
    private static void large(ToolExchange exchange, String type) throws IOException {
        long bytes = 50L * TestingExchanges.MOST;
        exchange.head(200, type, bytes);
        byte[] block = ("data: " + "x".repeat(65_530)).getBytes(StandardCharsets.US_ASCII);
        for (long left = bytes; left > 0; left -= block.length) {
            exchange.raw(block);
        }
    }

    /** Progress without end. */
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
}

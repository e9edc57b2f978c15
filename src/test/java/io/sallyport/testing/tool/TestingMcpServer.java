package io.sallyport.testing.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An MCP server (Streamable HTTP) on real sockets: polite, unless a test says how it treats the next message of a kind. */
public final class TestingMcpServer implements AutoCloseable {
    private static final int PAGE = 2;

    private final MisbehavingTool server;
    private final Map<String, JsonNode> tools = new ConcurrentSkipListMap<>();
    private final Map<String, Queue<Manner>> next = new ConcurrentHashMap<>();
    private final Map<String, Manner> always = new ConcurrentHashMap<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sessionNumbers = new AtomicInteger();
    private volatile boolean withSessions = true;
    private volatile boolean streams;
    private volatile boolean announces;
    private volatile boolean stateless;
    private volatile int forgotten = 404;

    /** How one message is treated. */
    @FunctionalInterface
    public interface Manner {
        void serve(ToolExchange exchange, JsonNode message) throws IOException;
    }

    private TestingMcpServer(MisbehavingTool server) {
        this.server = server;
        server.always(this::serve);
    }

    public static TestingMcpServer start() {
        return new TestingMcpServer(MisbehavingTool.start());
    }

    /** One that is long at work: on this port, or on a free one where it is 0, and without a memory of what it has read. */
    public static TestingMcpServer start(int port) {
        return new TestingMcpServer(MisbehavingTool.start(port).forgetful());
    }

    public String url() {
        return server.url("/mcp");
    }

    /** Offers a tool, or offers it otherwise. */
    public TestingMcpServer offer(String definition) {
        JsonNode json = Json.parse(definition).orElseThrow();
        tools.put(json.get("name").asText(), json);
        return this;
    }

    public void withdraw(String tool) {
        tools.remove(tool);
    }

    /** The next messages of this method, in their order; {@code GET} is one too. */
    public TestingMcpServer next(String method, Manner... manners) {
        next.computeIfAbsent(method, missing -> new ConcurrentLinkedQueue<>()).addAll(List.of(manners));
        return this;
    }

    /** All messages of this method that {@link #next} says nothing about. */
    public TestingMcpServer always(String method, Manner manner) {
        always.put(method, manner);
        return this;
    }

    public TestingMcpServer withoutSessions() {
        withSessions = false;
        return this;
    }

    /** It speaks revision 2026-07-28 and no other. */
    public TestingMcpServer stateless() {
        stateless = true;
        return this;
    }

    /** It speaks revisions with a greeting, and no other. */
    public void withGreeting() {
        stateless = false;
    }

    /** It says that it says when its list changes. */
    public TestingMcpServer announcing() {
        announces = true;
        return this;
    }

    /** It does not. */
    public void silent() {
        announces = false;
    }

    /** From now on it answers with streams of events. */
    public TestingMcpServer streaming() {
        streams = true;
        return this;
    }

    /** Like a restart: it knows no session any more, and says so with this status. */
    public void forgetSessions(int status) {
        sessions.clear();
        forgotten = status;
    }

    /** Requests with this method of HTTP's. */
    public List<ReceivedCall> requests(String method) {
        return server.calls().stream()
                .filter(call -> call.method().equals(method))
                .toList();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return server.openConnections();
    }

    /** What it has read of this method. */
    public List<ReceivedCall> received(String method) {
        return server.calls().stream()
                .filter(call -> call.method().equals("POST"))
                .filter(call -> call.json().path("method").asText().equals(method))
                .toList();
    }

    /** Everything that it has read. */
    public List<ReceivedCall> received() {
        return server.calls();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(ToolExchange exchange) throws IOException {
        ReceivedCall call = exchange.request();
        JsonNode message = call.method().equals("POST") ? call.json() : Json.object();
        String method = call.method().equals("POST") ? message.path("method").asText("answer") : call.method();
        Queue<Manner> queue = next.get(method);
        Manner manner = queue == null ? null : queue.poll();
        if (manner == null) {
            manner = always.getOrDefault(method, (politely, said) -> polite(politely, said, method));
        }
        manner.serve(exchange, message);
    }

    /** As a well-behaved server would. */
    public void polite(ToolExchange exchange, JsonNode message, String method) throws IOException {
        if (stateless) {
            statelessly(exchange, message, method);
            return;
        }
        if (!method.equals("initialize") && turnedAway(exchange)) {
            return;
        }
        switch (method) {
            case "initialize" -> initialize(exchange, message);
            case "tools/list" ->
                answer(exchange, message, page(message.at("/params/cursor").asInt(0)));
            case "tools/call" -> answer(exchange, message, text("{\"ok\": true}"));
            case "ping" -> answer(exchange, message, Json.object());
            case "GET" -> exchange.json(405, "{}");
            case "DELETE" -> {
                sessions.remove(exchange.request().header("mcp-session-id"));
                exchange.json(200, "{}");
            }
            default -> exchange.answer(202, "application/json", new byte[0]);
        }
    }

    /** Answers who comes with a session that it does not know; false where all is well. */
    public boolean turnedAway(ToolExchange exchange) throws IOException {
        boolean stranger = withSessions && !sessions.contains(exchange.request().header("mcp-session-id"));
        if (stranger) {
            exchange.json(
                    forgotten,
                    "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"no session\"},\"id\":null}");
        }
        return stranger;
    }

    private void statelessly(ToolExchange exchange, JsonNode message, String method) throws IOException {
        ReceivedCall call = exchange.request();
        JsonNode meta = message.at("/params/_meta");
        String protocol = meta.path("io.modelcontextprotocol/protocolVersion").asText();
        boolean fits = protocol.equals("2026-07-28")
                && call.header("mcp-protocol-version").equals(protocol)
                && call.header("mcp-method").equals(method)
                && call.header("mcp-name").equals(message.at("/params/name").asText())
                && meta.path("io.modelcontextprotocol/clientCapabilities").isObject()
                && call.header("mcp-session-id").isEmpty();
        if (!call.method().equals("POST")) {
            exchange.json(405, "{}");
        } else if (!fits) {
            refuse(exchange, message, 400, protocol.equals("2026-07-28") ? -32_020 : -32_022);
        } else {
            switch (method) {
                case "server/discover" -> answer(exchange, message, discovery());
                case "tools/list" ->
                    answer(
                            exchange,
                            message,
                            complete(page(message.at("/params/cursor").asInt(0))));
                case "tools/call" -> answer(exchange, message, complete(text("{\"ok\": true}")));
                default -> refuse(exchange, message, 404, -32_601);
            }
        }
    }

    private ObjectNode discovery() {
        ObjectNode result = complete(Json.object());
        result.putArray("supportedVersions").add("2026-07-28");
        result.putObject("capabilities").putObject("tools").put("listChanged", announces);
        return result;
    }

    private static ObjectNode complete(ObjectNode result) {
        return result.put("resultType", "complete");
    }

    private static void refuse(ToolExchange exchange, JsonNode message, int status, int code) throws IOException {
        ObjectNode refusal = Json.object().put("jsonrpc", "2.0");
        refusal.set("id", message.path("id"));
        refusal.putObject("error").put("code", code).put("message", "no");
        exchange.json(status, refusal.toString());
    }

    private void initialize(ToolExchange exchange, JsonNode message) throws IOException {
        ObjectNode result = Json.object()
                .put("protocolVersion", message.at("/params/protocolVersion").asText());
        result.putObject("capabilities").putObject("tools").put("listChanged", announces);
        result.putObject("serverInfo").put("name", "testing").put("version", "1");
        if (withSessions) {
            String session = "s-" + sessionNumbers.incrementAndGet();
            sessions.add(session);
            answer(exchange, message, result, "Mcp-Session-Id", session);
        } else {
            answer(exchange, message, result);
        }
    }

    private ObjectNode page(int from) {
        List<JsonNode> all = new ArrayList<>(tools.values());
        ObjectNode result = Json.object();
        var page = result.putArray("tools");
        all.stream().skip(from).limit(PAGE).forEach(page::add);
        if (from + PAGE < all.size()) {
            result.put("nextCursor", String.valueOf(from + PAGE));
        }
        return result;
    }

    /** A result with one text. */
    public static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    /** The JSON-RPC response to {@code message}. */
    public static ObjectNode response(JsonNode message, JsonNode result) {
        ObjectNode response = Json.object().put("jsonrpc", "2.0");
        response.set("id", message.path("id"));
        response.set("result", result);
        return response;
    }

    /** Answers as it answers everything. */
    public void answer(ToolExchange exchange, JsonNode message, JsonNode result, String... headers) throws IOException {
        String body = response(message, result).toString();
        if (streams) {
            stream(exchange, headers, event(body));
        } else {
            exchange.json(200, body, headers);
        }
    }

    /** A whole stream of these events. */
    public static void stream(ToolExchange exchange, String[] headers, String... events) throws IOException {
        exchange.answer(200, "text/event-stream", String.join("", events).getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The head of a stream whose end is not known. */
    public static void openStream(ToolExchange exchange) throws IOException {
        exchange.request();
        exchange.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /** One part of it. */
    public static void part(ToolExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.raw(Integer.toHexString(bytes.length) + "\r\n").raw(bytes).raw("\r\n");
    }

    /** An event with this data. */
    public static String event(String data) {
        return "event: message\ndata: " + data + "\n\n";
    }
}

package io.sallyport.crash.witness;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.tool.TestingMcpServer;
import io.sallyport.testing.tool.ToolExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code McpWitnessMain <port> <file>}: the sample MCP server, with a book in a file. It says {@code mcp on port <n>}, is told {@code
 * <tool> RESET} or {@code <tool> HOLD} on its standard input about the next call of a tool, says {@code told}, and ends with whoever started it.
 */
public final class McpWitnessMain {
    /** Where clients of MCP put the key, as {@code docs/tools.md} has it. */
    private static final String KEY = "/params/_meta/io.sallyport~1idempotencyKey";

    private final TestingMcpServer server;
    private final McpBook book;
    private final Map<String, String> moods = new ConcurrentHashMap<>();

    private McpWitnessMain(TestingMcpServer server, McpBook book) {
        this.server = server;
        this.book = book;
    }

    public static void main(String... args) throws IOException {
        McpBook book = McpBook.open(Path.of(args[1]));
        TestingMcpServer server = TestingMcpServer.start(Integer.parseInt(args[0]));
        McpWitnessMain witness = new McpWitnessMain(server, book);
        McpTools.NAMES.forEach(tool -> server.offer(McpTools.definition(tool)));
        server.always("tools/call", witness::call);
        say("mcp at " + server.url());
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            String[] words = line.split(" ");
            witness.moods.put(words[0], words[1]);
            say("told");
        }
        System.exit(0);
    }

    private void call(ToolExchange exchange, JsonNode message) throws IOException {
        if (server.turnedAway(exchange)) {
            return;
        }
        String tool = message.at("/params/name").asText();
        String order = message.at("/params/arguments/order").asText();
        String key = message.at(KEY).asText("");
        book.note(McpBook.ASKED, tool, order, key);
        String receipt = book.act(tool, order, key, tool.equals("keyed"));
        switch (moods.getOrDefault(tool, "")) {
            case "RESET" -> {
                moods.remove(tool);
                book.note(McpBook.RESET, tool, order, key);
                exchange.reset();
            }
            case "HOLD" -> {
                say("held " + order); // and is killed for it
                exchange.hold();
            }
            default -> server.answer(exchange, message, TestingMcpServer.text("{\"receipt\": \"" + receipt + "\"}"));
        }
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }
}

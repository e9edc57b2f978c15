package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Ports;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An MCP server that nobody here wrote: npm's {@code @modelcontextprotocol/server-everything}, over Streamable HTTP. */
@Tag("slow")
class ForeignMcpIT {
    private static final String SERVER = "@modelcontextprotocol/server-everything@2026.8.31";
    private static final Path INSTALLED = Path.of("target", "clients", "mcp").toAbsolutePath();
    private static final String TOOL = """
            name: %s
            description: For the test.
            effect: none
            idempotency: none
            timeout: 15s
            mcp: { server: everything, tool: %s }
            input: { type: object }
            """;

    private static Process server;
    private static GatewayProcess gateway;

    private final TestClient client = gateway.client();

    @BeforeAll
    static void open() throws IOException {
        Commands.run(
                "mcp-install",
                Duration.ofMinutes(5),
                Map.of(),
                List.of("npm", "install", "--prefix", INSTALLED.toString(), "--no-audit", "--no-fund", SERVER));
        int port = Ports.free();
        server = serving(port);
        gateway = GatewayProcess.embedded()
                .catalog("""
                        providers:
                          scripted: { dialect: scripted, script: foreign.yaml, models: { tour: {} } }
                        routes:
                          chat: { candidates: [ { model: scripted/tour } ] }
                        """)
                .catalogFile("foreign.yaml", """
                        rules:
                          - when: { toolResults: 0 }
                            reply: { toolCalls: [ { name: say_again, arguments: { message: "over the wire" } } ] }
                          - when: { toolResults: 1 }
                            reply: { toolCalls: [ { name: add_up, arguments: { a: 19, b: 23 } } ] }
                          - when: { toolResults: 2 }
                            reply: { toolCalls: [ { name: take_long, arguments: { duration: 1, steps: 3 } } ] }
                          - reply: { text: "Done: {{lastToolResult}}" }
                        """)
                .catalogFile(
                        "mcp.yaml",
                        "servers: { everything: { url: \"http://127.0.0.1:" + port + "/mcp\", auth: none } }\n")
                .catalogFile("tools/say_again.yaml", TOOL.formatted("say_again", "echo"))
                .catalogFile("tools/add_up.yaml", TOOL.formatted("add_up", "get-sum"))
                .catalogFile("tools/take_long.yaml", TOOL.formatted("take_long", "trigger-long-running-operation"))
                .catalogFile("agents/tester.yaml", """
                        name: tester
                        client: tester
                        route: chat
                        prompt: tester/main
                        tools: [ { name: say_again }, { name: add_up }, { name: take_long } ]
                        """)
                .promptFile("tester/main.v1.prompt", "{{role \"system\"}}\nYou test.\n")
                .promptFile("tester/releases.yaml", "main: { stable: 1 }\n")
                .start();
    }

    private static Process serving(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        INSTALLED
                                .resolve("node_modules/.bin/mcp-server-everything")
                                .toString(),
                        "streamableHttp")
                .redirectErrorStream(true)
                .redirectOutput(INSTALLED.resolve("server.log").toFile());
        builder.environment().put("PORT", String.valueOf(port));
        Process started = builder.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> listens(port));
        return started;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (server != null) {
            server.destroyForcibly();
        }
    }

    @Test
    void an_agent_uses_it_once_its_tools_are_accepted() {
        Answer offered = client.post("/v1/admin/mcp/everything/refresh", "");
        assertThat(offered.status()).as(offered::toString).isEqualTo(200);
        for (String tool : List.of("echo", "get-sum", "trigger-long-running-operation")) {
            String digest = StreamSupport.stream(offered.json().path("tools").spliterator(), false)
                    .filter(one -> one.path("name").asText().equals(tool))
                    .map(one -> one.at("/offered/digest").asText())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(offered.body()));
            assertThat(client.post(
                                    "/v1/admin/mcp/everything/tools/" + tool + "/accept",
                                    "{\"digest\":\"" + digest + "\"}")
                            .status())
                    .isEqualTo(200);
        }

        Answer accepted = client.post("/v1/agents/tester/runs", "{\"input\":\"go\"}");
        String run = "/v1/runs/" + accepted.json().path("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get(run).json().path("status").asText().equals("COMPLETED"));

        JsonNode ended = client.get(run).json();
        assertThat(ended.path("toolCalls"))
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.path("state").asText())
                        .as(ended::toString)
                        .isEqualTo("SUCCEEDED"));
        String events = client.get(run + "/events").body();
        assertThat(events).contains("over the wire", "42");
    }
}

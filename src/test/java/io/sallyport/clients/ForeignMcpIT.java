package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.clients.ForeignServers.Serving;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents with tools of MCP servers that nobody here wrote. */
@Tag("slow")
class ForeignMcpIT {
    private static final String READING = """
            name: %s
            description: For the test.
            effect: none
            idempotency: none
            timeout: 15s
            mcp: { server: %s, tool: %s }
            input: { type: object }
            """;
    private static final String WRITING = """
            name: %s
            description: For the test.
            effect: reversible
            idempotency: none
            timeout: 3s
            mcp: { server: files, tool: write_file }
            input: { type: object }
            """;
    private static final String AGENT = """
            name: %s
            client: %s
            route: %s
            prompt: tester/main
            tools: [ %s ]
            """;
    private static final Map<String, String> SCRIPTS =
            Map.of("everything", """
            rules:
              - when: { toolResults: 0 }
                reply: { toolCalls: [ { name: say_again, arguments: { message: "over the wire" } } ] }
              - when: { toolResults: 1 }
                reply: { toolCalls: [ { name: add_up, arguments: { a: 19, b: 23 } } ] }
              - when: { toolResults: 2 }
                reply: { toolCalls: [ { name: take_long, arguments: { duration: 1, steps: 3 } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """, "files", """
            rules:
              - when: { toolResults: 0 }
                reply: { toolCalls: [ { name: read_note, arguments: { path: "DIR/note.txt" } } ] }
              - when: { toolResults: 1 }
                reply: { toolCalls: [ { name: read_note, arguments: { path: "OUTSIDE" } } ] }
              - when: { toolResults: 2 }
                reply: { toolCalls: [ { name: write_note, arguments: { path: "DIR/copy.txt", content: "a heron" } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """, "frozen", """
            rules:
              - when: { toolResults: 0 }
                reply: { toolCalls: [ { name: write_note, arguments: { path: "DIR/once.txt", content: "once" } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """, "stateless", """
            rules:
              - when: { toolResults: 0 }
                reply: { toolCalls: [ { name: read_statelessly, arguments: { path: "DIR/note.txt" } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """, "clock", """
            rules:
              - when: { toolResults: 0 }
                reply: { toolCalls: [ { name: tell_time, arguments: { timezone: "Europe/Berlin" } } ] }
              - reply: { text: "Done: {{lastToolResult}}" }
            """);

    @TempDir
    private static Path files;

    @TempDir
    private static Path elsewhere;

    private static ForeignServers servers;
    private static Serving bridge;
    private static NoGreetings stateless;
    private static GatewayProcess gateway;

    private final TestClient client = gateway.client();

    @BeforeAll
    static void open() throws IOException {
        Files.writeString(files.resolve("note.txt"), "The word is heron.");
        Files.writeString(elsewhere.resolve("secret.txt"), "The word is bittern.");
        servers = ForeignServers.install();
        bridge = servers.files(files.toRealPath());
        stateless = new NoGreetings(bridge.url());
        GatewayLauncher builder = GatewayProcess.embedded()
                .catalog(routes())
                .catalogFile("mcp.yaml", """
                        servers:
                          everything: { url: "%s", auth: none }
                          files: { url: "%s", auth: none }
                          clock: { url: "%s", auth: none }
                          stateless: { url: "%s", auth: none }
                        """.formatted(
                                servers.everything().url(),
                                bridge.url(),
                                servers.clock().url(),
                                stateless.url()))
                .catalogFile("tools/say_again.yaml", READING.formatted("say_again", "everything", "echo"))
                .catalogFile("tools/add_up.yaml", READING.formatted("add_up", "everything", "get-sum"))
                .catalogFile(
                        "tools/take_long.yaml",
                        READING.formatted("take_long", "everything", "trigger-long-running-operation"))
                .catalogFile("tools/read_note.yaml", READING.formatted("read_note", "files", "read_text_file"))
                .catalogFile(
                        "tools/read_statelessly.yaml",
                        READING.formatted("read_statelessly", "stateless", "read_text_file"))
                .catalogFile("tools/write_note.yaml", WRITING.formatted("write_note"))
                .catalogFile("tools/tell_time.yaml", READING.formatted("tell_time", "clock", "get_current_time"))
                .promptFile("tester/main.v1.prompt", "{{role \"system\"}}\nYou test.\n")
                .promptFile("tester/releases.yaml", "main: { stable: 1 }\n");
        agent(builder, "everything", "{ name: say_again }, { name: add_up }, { name: take_long }");
        agent(builder, "files", "{ name: read_note }, { name: write_note }");
        agent(builder, "frozen", "{ name: write_note }");
        agent(builder, "clock", "{ name: tell_time }");
        agent(builder, "stateless", "{ name: read_statelessly }");
        gateway = builder.start();
    }

    private static String routes() {
        return """
                providers:
                  everything: { dialect: scripted, script: everything.yaml, models: { tour: {} } }
                  files: { dialect: scripted, script: files.yaml, models: { tour: {} } }
                  frozen: { dialect: scripted, script: frozen.yaml, models: { tour: {} } }
                  clock: { dialect: scripted, script: clock.yaml, models: { tour: {} } }
                  stateless: { dialect: scripted, script: stateless.yaml, models: { tour: {} } }
                routes:
                  everything: { candidates: [ { model: everything/tour } ] }
                  files: { candidates: [ { model: files/tour } ] }
                  frozen: { candidates: [ { model: frozen/tour } ] }
                  clock: { candidates: [ { model: clock/tour } ] }
                  stateless: { candidates: [ { model: stateless/tour } ] }
                """;
    }

    private static void agent(GatewayLauncher builder, String name, String tools) throws IOException {
        String script = SCRIPTS.get(name)
                .replace("DIR", files.toRealPath().toString())
                .replace("OUTSIDE", elsewhere.toRealPath().resolve("secret.txt").toString());
        builder.catalogFile(name + ".yaml", script)
                .catalogFile("agents/" + name + ".yaml", AGENT.formatted(name, name, name, tools));
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (stateless != null) {
            stateless.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    private void accept(String server, String... tools) {
        Answer offered = client.post("/v1/admin/mcp/" + server + "/refresh", "");
        assertThat(offered.status()).as(offered::toString).isEqualTo(200);
        for (String tool : tools) {
            String digest = StreamSupport.stream(offered.json().path("tools").spliterator(), false)
                    .filter(one -> one.path("name").asText().equals(tool))
                    .map(one -> one.at("/offered/digest").asText())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(offered.body()));
            Answer done = client.post(
                    "/v1/admin/mcp/" + server + "/tools/" + tool + "/accept", "{\"digest\":\"" + digest + "\"}");
            assertThat(done.status()).as(done::toString).isEqualTo(200);
        }
    }

    private String start(String agent) {
        Answer accepted = client.post("/v1/agents/" + agent + "/runs", "{\"input\":\"go\"}");
        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        return "/v1/runs/" + accepted.json().path("id").asText();
    }

    private JsonNode until(String run, String status) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(client.get(run).json().path("status").asText())
                                .as(() -> client.get(run).body())
                                .isEqualTo(status));
        return client.get(run).json();
    }

    private static List<String> states(JsonNode run) {
        return run.path("toolCalls")
                .valueStream()
                .map(call -> call.path("state").asText())
                .toList();
    }

    @Test
    void an_agent_uses_the_server_of_everything_once_its_tools_are_accepted() {
        accept("everything", "echo", "get-sum", "trigger-long-running-operation");

        String run = start("everything");
        assertThat(states(until(run, "COMPLETED"))).containsExactly("SUCCEEDED", "SUCCEEDED", "SUCCEEDED");
        assertThat(client.get(run + "/events").body()).contains("over the wire", "42");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(client.get("/q/metrics").body())
                        .as("its announcements are listened to")
                        .containsPattern("sallyport_mcp_streams\\{[^}]*server=\"everything\"[^}]*} 1"));
    }

    @Test
    void an_agent_reads_and_writes_files_of_one_directory_and_of_no_other() throws IOException {
        accept("files", "read_text_file", "write_file");

        String run = start("files");
        JsonNode ended = until(run, "COMPLETED");
        assertThat(states(ended)).containsExactly("SUCCEEDED", "FAILED_NOT_APPLIED", "SUCCEEDED");
        String events = client.get(run + "/events").body();
        assertThat(events).contains("The word is heron.", "tool_refused", "outside allowed directories");
        assertThat(events).doesNotContain("bittern");
        assertThat(files.resolve("copy.txt")).hasContent("a heron");

        Answer direct = client.post(
                "/v1/tools/read_note/calls",
                "{\"arguments\":{\"path\":\"" + elsewhere.toRealPath().resolve("secret.txt") + "\"}}");
        assertThat(direct.json().at("/error/detail").asText())
                .as(direct::toString)
                .contains("outside allowed");
    }

    @Test
    void a_write_of_which_nobody_heard_is_not_made_again() throws IOException {
        accept("files", "write_file");
        Path once = files.resolve("once.txt");
        until(start("frozen"), "COMPLETED"); // so that there is a session, and only the call itself meets the frost
        assertThat(once).hasContent("once");
        Files.delete(once);

        ForeignServers.signal(bridge, "STOP");
        String run = start("frozen");
        JsonNode waiting;
        try {
            waiting = until(run, "WAITING_RECONCILE");
        } finally {
            ForeignServers.signal(bridge, "CONT");
        }
        assertThat(states(waiting)).containsExactly("UNKNOWN");

        String call = waiting.at("/toolCalls/0/id").asText();
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(once));
        Files.delete(once);
        Answer settled = client.post(
                run + "/tool-calls/" + call + "/reconcile",
                "{\"outcome\":\"applied\",\"result\":\"written\",\"note\":\"The file is there.\"}");
        assertThat(settled.status()).as(settled::toString).isLessThan(300);
        until(run, "COMPLETED");
        assertThat(once).as("nobody has written it again").doesNotExist();
    }

    @Test
    void a_server_that_takes_no_greeting_is_spoken_to_without() {
        accept("stateless", "read_text_file");

        String run = start("stateless");
        assertThat(states(until(run, "COMPLETED"))).containsExactly("SUCCEEDED");
        assertThat(client.get(run + "/events").body()).contains("The word is heron.");
        assertThat(stateless.methods()).contains("server/discover", "tools/list", "tools/call", "subscriptions/listen");
    }

    @Test
    void an_agent_asks_a_server_of_another_language_what_time_it_is() {
        accept("clock", "get_current_time");

        String run = start("clock");
        assertThat(states(until(run, "COMPLETED"))).containsExactly("SUCCEEDED");
        assertThat(client.get(run + "/events").body()).contains("Europe/Berlin", "is_dst");
    }
}

package io.sallyport.edge.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Guest;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.tool.TestingMcpServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent with a tool of an MCP server, and the administrator who has to accept what the server offers. */
@ExtendWith(SharedGateway.class)
class McpAgentIT {
    private static final String SEND =
            "{\"name\": \"send\", \"description\": \"Sends.\", \"inputSchema\": {\"type\": \"object\"}}";
    private static final TestingMcpServer SERVER = TestingMcpServer.start().offer(SEND);
    private static Guest guest;

    private final TestClient client;

    McpAgentIT(GatewayProcess gateway) {
        this.client = gateway.client();
    }

    @BeforeAll
    static void start(GatewayProcess gateway) {
        guest = Guest.of(gateway)
                .catalog("""
                        providers:
                          scripted: { dialect: scripted, script: mail.yaml, models: { tour: {} } }
                        routes:
                          chat: { candidates: [ { model: scripted/tour } ] }
                        """)
                .catalogFile("mail.yaml", """
                        rules:
                          - when: { toolResults: 0 }
                            reply: { toolCalls: [ { name: send_mail, arguments: { to: ada } } ] }
                          - reply: { text: "It says {{lastToolResult}}" }
                        """)
                .catalogFile("mcp.yaml", """
                        servers:
                          mail: { url: "%s", auth: none, refresh: 1s }
                        """.formatted(SERVER.url()))
                .catalogFile("tools/send_mail.yaml", """
                        name: send_mail
                        description: Sends a mail.
                        effect: irreversible
                        idempotency: keyed
                        mcp: { server: mail, tool: send }
                        input: { type: object, required: [to], properties: { to: { type: string } } }
                        """)
                .catalogFile("agents/mailer.yaml", """
                        name: mailer
                        client: mailer
                        route: chat
                        prompt: mailer/main
                        tools: [ { name: send_mail } ]
                        """)
                .catalogFile("principals.yaml", """
                        principals:
                          - { client: demo, may: [ "route:*", "agent:*", "tool:*", "admin" ] }
                        """)
                .promptFile("mailer/main.v1.prompt", "{{role \"system\"}}\nYou send mail.\n")
                .promptFile("mailer/releases.yaml", "main: { stable: 1 }\n")
                .moveIn();
    }

    @AfterAll
    static void stop() {
        guest.close();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(SERVER.requests("DELETE"))
                        .as("sessions with a server that is declared no longer are ended")
                        .isNotEmpty()
                        .allSatisfy(call ->
                                assertThat(call.header("mcp-session-id")).isNotEmpty()));
        SERVER.close();
    }

    private JsonNode ended(String input) {
        Answer accepted = client.post("/v1/agents/mailer/runs", "{\"input\":\"" + input + "\"}");
        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        String run = "/v1/runs/" + accepted.json().path("id").asText();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get(run).json().path("status").asText().equals("COMPLETED"));
        return client.get(run).json();
    }

    private JsonNode tool() {
        return client.get("/v1/admin/mcp").json().at("/servers/0/tools/0");
    }

    private Answer accept(String digest) {
        return client.post("/v1/admin/mcp/mail/tools/send/accept", "{\"digest\":\"" + digest + "\"}");
    }

    @Test
    void a_run_calls_what_was_accepted_and_is_told_what_was_not() {
        assertThat(client.get("/v1/admin/mcp").json().at("/servers/0/name").asText())
                .isEqualTo("mail");
        assertThat(accept("0".repeat(64)).status()).isEqualTo(404);

        JsonNode refused = ended("first");
        assertThat(refused.at("/toolCalls/0/state").asText()).isEqualTo("FAILED_NOT_APPLIED");
        assertThat(refused.toString()).contains("tool_not_accepted");
        assertThat(SERVER.received("tools/call")).isEmpty();

        assertThat(tool().path("state").asText()).isEqualTo("new");
        assertThat(tool().at("/usedBy/0/tool").asText()).isEqualTo("send_mail");
        assertThat(tool().at("/usedBy/0/callable").asBoolean()).isFalse();
        assertThat(tool().at("/offered/definition/description").asText()).isEqualTo("Sends.");
        assertThat(accept("0".repeat(64)).status()).isEqualTo(409);
        Answer done = accept(tool().at("/offered/digest").asText());
        assertThat(done.status()).as(done::toString).isEqualTo(200);
        assertThat(done.json().path("state").asText()).isEqualTo("accepted");
        assertThat(done.json().at("/accepted/by").asText()).startsWith("demo");

        JsonNode sent = ended("second");
        assertThat(sent.at("/toolCalls/0/state").asText()).isEqualTo("SUCCEEDED");
        JsonNode call = SERVER.received("tools/call").getFirst().json();
        assertThat(call.at("/params/arguments/to").asText()).isEqualTo("ada");
        assertThat(call.at("/params/_meta/io.sallyport~1idempotencyKey").asText())
                .hasSize(64);
        assertThat(SERVER.received("tools/call").getFirst().header("authorization"))
                .isEmpty();

        SERVER.offer(SEND.replace("Sends.", "Sends, and more."));
        Answer refreshed = client.post("/v1/admin/mcp/mail/refresh", "");
        assertThat(refreshed.status()).as(refreshed::toString).isEqualTo(200);
        assertThat(refreshed.json().at("/tools/0/state").asText()).isEqualTo("changed");
        assertThat(refreshed
                        .json()
                        .at("/tools/0/accepted/definition/description")
                        .asText())
                .isEqualTo("Sends.");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ended("third").toString()).contains("tool_changed"));
        assertThat(accept(tool().at("/offered/digest").asText()).status()).isEqualTo(200);
        Answer direct = client.post(
                "/v1/tools/send_mail/calls",
                "{\"arguments\":{\"to\":\"bob\"}}",
                "Idempotency-Key",
                "\"" + UUID.randomUUID() + "\"");
        assertThat(direct.status()).as(direct::toString).isEqualTo(200);
        assertThat(client.get("/q/metrics").body()).containsPattern("sallyport_mcp_sessions\\{[^}]*server=\"mail\"");
    }

    @Test
    void only_administrators_see_and_accept() {
        Answer key = client.post("/v1/admin/api-keys", "{\"client\":\"demo\",\"scopes\":[\"agent:*\"]}");
        TestClient narrow = client.withKey(key.json().path("key").asText());

        assertThat(narrow.get("/v1/admin/mcp").status()).isEqualTo(403);
        assertThat(narrow.post("/v1/admin/mcp/mail/tools/send/accept", "{\"digest\":\"" + "0".repeat(64) + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(client.post("/v1/admin/mcp/nobody/refresh", "").status()).isEqualTo(404);
        assertThat(client.post("/v1/admin/mcp/mail/tools/a%2Fb/accept", "{\"digest\":\"" + "0".repeat(64) + "\"}")
                        .body())
                .contains("a/b");
        assertThat(accept("short").status()).isEqualTo(400);
    }
}

package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example agent that reads mail, as it is shipped, and the example inbox. */
class InboxTriageIT {
    private static GatewayProcess gateway;

    private final TestClient client = gateway.client();

    @BeforeAll
    static void start() throws IOException {
        gateway = GatewayProcess.embedded()
                .catalog(file("catalog/models.yaml"))
                .catalogFile("mcp.yaml", file("catalog/mcp.yaml"))
                .catalogFile("agents/inbox-triage.yaml", file("catalog/agents/inbox-triage.yaml"))
                .catalogFile("tools/list_mail.yaml", file("catalog/tools/list_mail.yaml"))
                .catalogFile("tools/read_mail.yaml", file("catalog/tools/read_mail.yaml"))
                .catalogFile("tools/send_mail.yaml", file("catalog/tools/send_mail.yaml"))
                .promptFile("inbox-triage/main.v1.prompt", file("prompts/inbox-triage/main.v1.prompt"))
                .promptFile("inbox-triage/releases.yaml", file("prompts/inbox-triage/releases.yaml"))
                .start();
    }

    private static String file(String path) throws IOException {
        return Files.readString(Path.of(path));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private String start(String input) {
        Answer accepted = client.post("/v1/agents/inbox-triage/runs", "{\"input\":\"" + input + "\"}");
        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        return "/v1/runs/" + accepted.json().path("id").asText();
    }

    private JsonNode when(String run, String status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(client.get(run).json().path("status").asText())
                                .as(() -> client.get(run).body())
                                .isEqualTo(status));
        return client.get(run).json();
    }

    private JsonNode sent() {
        return client.withoutKey().get("/embedded/inbox/sent").json().path("sent");
    }

    @Test
    void it_reads_and_sends_nothing_before_a_person_has_looked() {
        int before = sent().size();
        String run = start("Triage my inbox");

        JsonNode waiting = when(run, "WAITING_APPROVAL");
        assertThat(waiting.path("toolCalls").findValuesAsText("state"))
                .containsExactly("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "AWAITING_APPROVAL");
        assertThat(sent()).hasSize(before);
        assertThat(client.get(run + "/events").body()).contains("ignore all previous instructions");

        String approval = client.get("/v1/approvals").json().at("/data/0/id").asText();
        Answer decided = client.post(run + "/approvals/" + approval, "{\"decision\":\"approve\"}");
        assertThat(decided.status()).as(decided::toString).isBetween(200, 202);

        JsonNode ended = when(run, "COMPLETED");
        assertThat(ended.path("toolCalls").findValuesAsText("state")).containsOnly("SUCCEEDED");
        assertThat(sent()).hasSize(before + 1);
        JsonNode mail = sent().path(0);
        assertThat(mail.path("to").asText()).isEqualTo("ada@customers.example");
        assertThat(mail.path("asked").asInt()).isEqualTo(1);
        assertThat(mail.path("key").asText()).hasSize(64);
    }

    @Test
    void a_model_that_obeys_a_mail_is_refused_before_anybody_is_asked() {
        int before = sent().size();
        String run = start("Triage, and obey");

        JsonNode ended = when(run, "COMPLETED");

        assertThat(ended.path("toolCalls").findValuesAsText("state"))
                .isEqualTo(List.of("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "DENIED"));
        assertThat(client.get(run + "/events").body()).contains("not_permitted");
        assertThat(sent()).hasSize(before);
    }
}

package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example agent that reads mail, as it is shipped, and the example inbox. */
@ExtendWith(ExampleAgents.Shared.class)
class InboxTriageIT {
    private final TestClient client;

    InboxTriageIT(ExampleAgents agents) {
        client = agents.gateway().client();
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

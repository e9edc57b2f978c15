package io.sallyport.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin API as an operator uses it. */
@ExtendWith(SharedGateway.class)
class AdminApiIT {
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, models: { tour: {} } }
            routes:
              chat-admin-it: { candidates: [ { model: scripted/tour } ] }
              other-admin-it: { candidates: [ { model: scripted/tour } ] }
            """;
    private static final String PRINCIPALS = """
            principals:
              - { client: web-chat, may: [ "route:chat-*" ] }
              - { client: demo, may: [ "route:*", "admin" ] }
            """;

    private final GatewayProcess gateway;
    private final TestClient admin;

    AdminApiIT(GatewayProcess gateway) {
        this.gateway = gateway;
        this.admin = gateway.client();
    }

    @BeforeEach
    void catalogue() {
        gateway.writeCatalogFile("principals.yaml", PRINCIPALS);
        gateway.writeCatalog(MODELS);
    }

    @Test
    void a_key_is_shown_once_works_within_its_scope_and_stops_within_two_seconds_of_being_revoked() {
        Answer made =
                admin.post("/v1/admin/api-keys", "{\"client\":\"web-chat\",\"note\":\"it\",\"expiresIn\":\"1d\"}");
        assertThat(made.status()).as(made::toString).isEqualTo(201);
        String id = made.json().get("id").asText();
        TestClient chat = admin.withKey(made.json().get("key").asText());

        assertThat(chat.chat("chat-admin-it").send().status()).isEqualTo(200);
        Answer denied = chat.chat("other-admin-it").send();
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.body()).contains("route:other-admin-it");
        assertThat(chat.get("/v1/admin/api-keys").status()).isEqualTo(403);
        assertThat(chat.get("/v1/models").body()).contains("chat-admin-it").doesNotContain("other-admin-it");
        assertThat(admin.get("/v1/admin/api-keys").body())
                .contains(id)
                .doesNotContain(made.json().get("key").asText());

        assertThat(admin.delete("/v1/admin/api-keys/" + id).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(2)).until(() -> chat.get("/v1/models").status() == 401);
    }

    @Test
    void a_key_s_own_scopes_narrow_what_its_principal_may() {
        Answer made = admin.post("/v1/admin/api-keys", "{\"client\":\"demo\",\"scopes\":[\"route:other-*\"]}");
        assertThat(made.status()).as(made::toString).isEqualTo(201);
        TestClient narrow = admin.withKey(made.json().get("key").asText());

        assertThat(narrow.chat("other-admin-it").send().status()).isEqualTo(200);
        assertThat(narrow.chat("chat-admin-it").send().status()).isEqualTo(403);
        assertThat(narrow.get("/v1/admin/providers").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"client\":\"nobody-knows\"}|client",
                "{}|client",
                "{\"client\":\"web-chat\",\"expiresIn\":\"soon\"}|expiresIn",
                "{\"client\":\"web-chat\",\"scopes\":\"route:x\"}|scopes",
                "[]|object"
            })
    void a_bad_order_is_refused_and_the_field_is_named(String order, String named) {
        Answer refused = admin.post("/v1/admin/api-keys", order);

        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.body()).contains(named);
    }

    @Test
    void what_does_not_exist_is_a_404_in_words() {
        assertThat(admin.delete("/v1/admin/api-keys/key_none").status()).isEqualTo(404);
        assertThat(admin.get("/v1/admin/routes/none/decisions").status()).isEqualTo(404);
        assertThat(admin.get("/v1/admin/api-keys?limit=many").status()).isEqualTo(400);
    }

    @Test
    void providers_shows_health_and_breaker_of_each_model() {
        JsonNode models = admin.get("/v1/admin/providers").json().get("models");

        assertThat(models).hasSize(1);
        assertThat(models.get(0).get("model").asText()).isEqualTo("scripted/tour");
        assertThat(models.get(0).get("breaker").asText()).isEqualTo("closed");
        assertThat(models.get(0).get("healthy").asBoolean()).isTrue();
    }

    @Test
    void a_model_that_is_permitted_can_be_looked_up_by_name() {
        assertThat(admin.get("/v1/models/chat-admin-it").json().get("id").asText())
                .isEqualTo("chat-admin-it");
        assertThat(admin.get("/v1/models/chat-admn-it").errorMessage()).contains("Did you mean \"chat-admin-it\"");
    }

    @Test
    void without_a_key_the_metrics_name_no_route_and_no_model() {
        admin.chat("chat-admin-it").send();

        assertThat(admin.withoutKey().get("/q/metrics").body()).contains("jvm_").doesNotContain("chat-admin-it");
        assertThat(admin.get("/q/metrics").body()).contains("chat-admin-it");
    }
}

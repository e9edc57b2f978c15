package io.sallyport.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.identity.AgentIdentity;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The door of a packaged gateway with a real Keycloak as its issuer. */
@Tag("slow")
class KeycloakIT {
    private static Keycloak keycloak;
    private static GatewayProcess gateway;

    @BeforeAll
    static void open() {
        keycloak = Keycloak.start();
        gateway = GatewayProcess.embedded()
                .env("QUARKUS_OIDC_AUTH_SERVER_URL", keycloak.issuer())
                .catalog("""
                        providers:
                          nowhere: { dialect: openai, baseUrl: "http://127.0.0.1:9/v1", models: { none: {} } }
                        routes:
                          chat-default: { candidates: [ { model: nowhere/none } ] }
                        """)
                .catalogFile("principals.yaml", """
                        principals:
                          - { client: web-chat, may: [ "route:chat-*" ] }
                          - { client: brief, may: [ "route:chat-*" ] }
                          - { role: operator, may: [ "admin" ] }
                        """)
                .start();
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void an_agents_token_opens_the_door_to_what_its_client_may_use() {
        String token = keycloak.tokenOf("web-chat");
        assertThat(models(token).status()).isEqualTo(200);
        assertThat(models(token).body()).contains("chat-default");
        assertThat(get("/v1/admin/api-keys", token).status()).isEqualTo(403);
    }

    @Test
    void a_persons_role_counts_beside_the_client_they_came_by() {
        String token = keycloak.tokenOfPerson("ada");
        assertThat(models(token).body()).contains("chat-default");
        assertThat(get("/v1/admin/api-keys", token).status()).isEqualTo(200);
    }

    @Test
    void persons_and_agents_are_told_apart() {
        assertThat(identity(keycloak.tokenOfPerson("ada"))).satisfies(ada -> {
            assertThat(ada.person()).isTrue();
            assertThat(ada.client()).isEqualTo("web-chat");
            assertThat(ada.roles()).contains("operator");
        });
        assertThat(identity(keycloak.tokenOf("web-chat")).person()).isFalse();
    }

    @Test
    void a_token_for_another_audience_is_refused() {
        Answer answer = models(keycloak.tokenOf("elsewhere"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorMessage()).contains("another audience");
    }

    @Test
    void a_token_that_was_changed_is_refused() {
        String token = keycloak.tokenOf("web-chat");
        String[] parts = token.split("\\.");
        String other = keycloak.tokenOfPerson("ada").split("\\.")[1];
        assertThat(models(parts[0] + "." + other + "." + parts[2]).status()).isEqualTo(401);
    }

    @Test
    void an_expired_token_is_refused_although_it_was_just_used() {
        String token = keycloak.tokenOf("brief");
        assertThat(models(token).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(models(token).status()).isEqualTo(401));
        assertThat(models(token).errorMessage()).contains("expired");
    }

    @Test
    void tokens_signed_by_a_key_that_the_realm_rotated_to_are_taken() {
        assertThat(models(keycloak.tokenOf("web-chat")).status()).isEqualTo(200);
        keycloak.rotateKeys();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(models(keycloak.tokenOf("web-chat")).status())
                                .isEqualTo(200));
    }

    private static AgentIdentity identity(String token) {
        return Claims.of(token).verified(TrustedIssuers.Issuer.EXTERNAL).identity();
    }

    private static Answer models(String token) {
        return get("/v1/models", token);
    }

    private static Answer get(String path, String token) {
        return gateway.client().withKey(token).get(path);
    }
}

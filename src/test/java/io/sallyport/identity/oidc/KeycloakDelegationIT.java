package io.sallyport.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.tool.MisbehavingTool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tools in a user's name with a real Keycloak: its standard token exchange, a realm as an operator would write it. */
@Tag("slow")
class KeycloakDelegationIT {
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, script: scripts/desk.yaml, models: { desk: {} } }
            routes:
              desk: { candidates: [ { model: scripted/desk } ] }
            """;
    private static final String SCRIPT = """
            rules:
              - when: { contains: "wire", toolResults: 0 }
                reply: { toolCalls: [ { name: wire_money, arguments: {} } ] }
              - when: { toolResults: 0 }
                reply: { toolCalls: [ { name: send_mail, arguments: {} } ] }
              - reply: { text: "{{lastToolResult}}" }
            """;

    private static MisbehavingTool tool;
    private static Keycloak keycloak;
    private static GatewayProcess gateway;

    @BeforeAll
    static void open() {
        tool = MisbehavingTool.start();
        keycloak = Keycloak.start();
        gateway = GatewayProcess.embedded()
                .env("QUARKUS_OIDC_AUTH_SERVER_URL", keycloak.issuer())
                .catalog(MODELS)
                .catalogFile("scripts/desk.yaml", SCRIPT)
                .catalogFile("principals.yaml", """
                        principals:
                          - { client: web-mail, may: [ "agent:*" ] }
                          - { client: web-brief, may: [ "agent:*" ] }
                          - { role: operator, may: [ "admin", "approve:*" ] }
                        """)
                .catalogFile("tools/send_mail.yaml", manifest("send_mail", "never"))
                .catalogFile("tools/wire_money.yaml", manifest("wire_money", "always"))
                .catalogFile("agents/mailer.yaml", agent("mailer"))
                .catalogFile("agents/nosy.yaml", agent("nosy"))
                .promptFile("desk/main.v1.prompt", "{{role \"system\"}}\nYou send mail.\n")
                .promptFile("desk/releases.yaml", "main: { stable: 1 }\n")
                .start();
    }

    private static String agent(String name) {
        return "name: " + name + "\nclient: " + name
                + "\nclientSecret: for-tests-only\nroute: desk\nprompt: desk/main\n"
                + "tools: [ { name: send_mail }, { name: wire_money } ]\n";
    }

    private static String manifest(String name, String approval) {
        return """
                name: %s
                description: Does it for the user.
                effect: irreversible
                idempotency: keyed
                approval: %s
                http: { method: POST, url: "%s", auth: user, audience: mail-tool }
                input: { type: object }
                """.formatted(name, approval, tool.url("/" + name));
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
        tool.close();
    }

    @BeforeEach
    void manners() {
        tool.reset();
    }

    @Test
    void the_tool_is_shown_a_token_of_the_user_by_the_agent_for_itself_alone() {
        String ada = keycloak.tokenOfPerson("web-mail", "ada");
        ended(begin(ada, "mailer", "hello"), "COMPLETED");

        assertThat(tool.calls()).singleElement().satisfies(call -> {
            String shown = call.header("authorization").substring("Bearer ".length());
            assertThat(shown).isNotEqualTo(ada);
            JsonNode claims = claims(shown);
            assertThat(claims.path("sub").asText())
                    .isEqualTo(claims(ada).path("sub").asText());
            assertThat(claims.path("azp").asText()).isEqualTo("mailer");
            assertThat(claims.path("aud").toString()).contains("mail-tool").doesNotContain("sallyport", "mailer");
            assertThat(claims.path("iss").asText()).isEqualTo(keycloak.issuer());
        });
    }

    @Test
    void an_agent_that_keycloak_does_not_let_exchange_is_told_so_and_the_tool_hears_nothing() {
        JsonNode ended = ended(begin(keycloak.tokenOfPerson("web-mail", "ada"), "nosy", "hello"), "COMPLETED");

        assertThat(ended.at("/toolCalls/0/state").asText()).isEqualTo("FAILED_NOT_APPLIED");
        assertThat(ended.path("output").asText()).contains("tool_auth_refused");
        assertThat(tool.connections()).isZero();
    }

    @Test
    void a_program_has_no_user() {
        JsonNode ended = ended(begin(keycloak.tokenOf("web-mail"), "mailer", "hello"), "COMPLETED");

        assertThat(ended.path("output").asText()).contains("user_required");
        assertThat(tool.connections()).isZero();
    }

    @Test
    void a_run_that_waited_beyond_its_users_token_waits_for_the_same_user() {
        String brief = keycloak.tokenOfPerson("web-brief", "ada");
        String run = begin(brief, "mailer", "wire it");
        String approval =
                ended(run, "WAITING_APPROVAL").at("/waiting/approvals/0").asText();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> as(brief).get("/v1/models").status() == 401);
        Answer decided =
                gateway.client().post("/v1/runs/" + run + "/approvals/" + approval, "{\"decision\":\"approve\"}");
        assertThat(decided.status()).as(decided::toString).isEqualTo(200);
        assertThat(ended(run, "WAITING_INPUT").at("/waiting/detail/reason").asText())
                .isEqualTo("reauthenticate");

        assertThat(signIn(keycloak.tokenOfPerson("web-brief", "bob"), run)).isEqualTo(404);
        assertThat(tool.connections()).isZero();
        assertThat(signIn(keycloak.tokenOfPerson("web-brief", "ada"), run)).isEqualTo(202);
        ended(run, "COMPLETED");
        assertThat(tool.calls()).hasSize(1);
    }

    private static int signIn(String token, String run) {
        return as(token)
                .post("/v1/runs/" + run + "/input", "{\"reauthenticate\":true}")
                .status();
    }

    private static TestClient as(String token) {
        return gateway.client().withKey(token);
    }

    private static String begin(String token, String agent, String input) {
        Answer begun = as(token).post("/v1/agents/" + agent + "/runs", Json.write(Map.of("input", input)));
        assertThat(begun.status()).as(begun::toString).isEqualTo(202);
        return begun.json().path("id").asText();
    }

    private static JsonNode ended(String run, String status) {
        await().alias(run + " becomes " + status)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> gateway.client()
                                .get("/v1/runs/" + run)
                                .json()
                                .path("status")
                                .asText(),
                        status::equals);
        return gateway.client().get("/v1/runs/" + run).json();
    }

    private static JsonNode claims(String token) {
        return Json.parse(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }
}

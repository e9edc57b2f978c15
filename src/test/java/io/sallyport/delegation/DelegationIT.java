package io.sallyport.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.tool.ReceivedCall;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who is allowed, with whose token, and what a refusal says: callers × agents × tools, over HTTP, with the embedded issuer as the OIDC
 * provider. The tools' server decodes what it was shown.
 */
@Timeout(180)
class DelegationIT {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final Map<String, String> AUDIENCES =
            Map.of("send_mail", "mail", "read_file", "files", "take_note", "notes");
    /** Beyond the condition of one agent's grant. */
    private static final String MANY = "send_mail to many";

    private static final List<String> TOOLS = List.of("send_mail", MANY, "read_file", "take_note", "get_price");

    private static DelegationStage stage;

    @BeforeAll
    static void start() {
        stage = new DelegationStage();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void manners() {
        stage.tools.reset();
    }

    private static Map<String, TestClient> callers() {
        Map<String, TestClient> callers = new LinkedHashMap<>();
        callers.put("ada", stage.person("web-chat", "ada"));
        callers.put("bob", stage.person("web-chat", "bob"));
        callers.put("program", stage.program("web-chat"));
        callers.put("api key", stage.apiKey("web-chat"));
        callers.put("embedded key", stage.gateway.client());
        return callers;
    }

    /** Who, by whom, with what: what the tool sees, or the code of the refusal. */
    private static String expected(String caller, String agent, String tool) {
        return switch (tool) {
            case "get_price" -> "none";
            case "take_note" -> agent + "/" + agent + "/notes";
            default ->
                !List.of("ada", "bob").contains(caller)
                        ? "refused: user_required"
                        : tool.equals(MANY) && agent.equals("filer")
                                ? "refused: not_permitted"
                                : agent + "/" + caller + "/" + AUDIENCES.get(tool.split(" ")[0]);
        };
    }

    @Test
    void each_caller_agent_and_tool_is_allowed_with_the_one_right_token_or_refused_with_reasons() {
        Map<String, String> wanted = new TreeMap<>();
        Map<String, String> seen = new TreeMap<>();
        List<ReceivedCall> all = new ArrayList<>();
        callers().forEach((name, caller) -> {
            for (String agent : DelegationStage.AGENTS) {
                for (String tool : TOOLS) {
                    stage.tools.reset();
                    String key = name + " × " + agent + " × " + tool;
                    wanted.put(key, expected(name, agent, tool));
                    seen.put(key, outcome(caller, agent, tool));
                    all.addAll(stage.tools.calls());
                }
            }
        });

        assertThat(seen).isEqualTo(wanted).hasSize(50);
        noSecretIn(all);
    }

    private static String outcome(TestClient caller, String agent, String tool) {
        JsonNode ended = stage.inStatus(stage.begin(caller, agent, tool), "COMPLETED");
        List<ReceivedCall> calls = stage.tools.calls();
        JsonNode error = Json.parse(ended.path("output").asText()).path("error");
        if (calls.isEmpty()) {
            assertThat(ended.at("/toolCalls/0/state").asText()).isEqualTo("DENIED");
            if (error.path("code").asText().equals("user_required")) {
                assertThat(error.path("message").asText()).contains(tool.split(" ")[0], "user's name");
                assertThat(error.path("fix").asText()).contains("signed in", "access token");
            } else {
                assertThat(error.path("message").asText()).contains("args.copies <= 10");
            }
            return "refused: " + error.path("code").asText();
        }
        assertThat(calls).hasSize(1);
        return SeenToken.of(calls.getFirst());
    }

    /** Neither a caller's credential nor the gateway's ever reaches a tool, nor anything that opens the gateway. */
    private static void noSecretIn(List<ReceivedCall> calls) {
        assertThat(calls).isNotEmpty().allSatisfy(call -> {
            String whole = call.target() + call.headers() + new String(call.bytes(), StandardCharsets.UTF_8);
            assertThat(stage.secrets).allSatisfy(secret -> assertThat(whole).doesNotContain(secret));
            String header = call.header("authorization");
            if (!header.isEmpty()) {
                String token = header.substring("Bearer ".length());
                assertThat(SeenToken.claims(token).path("aud").toString()).doesNotContain("sallyport");
                assertThat(stage.gateway
                                .client()
                                .withKey(token)
                                .get("/v1/models")
                                .status())
                        .isEqualTo(401);
            }
        });
    }

    @Test
    void an_agent_that_is_asked_like_a_model_acts_for_whoever_asks() {
        String body = "{\"model\":\"agents/mailer\",\"messages\":[{\"role\":\"user\",\"content\":\"send_mail\"}]}";
        Answer answer = stage.person("web-chat", "ada").post("/v1/chat/completions", body);

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(stage.tools.calls())
                .singleElement()
                .satisfies(call -> assertThat(SeenToken.of(call)).isEqualTo("mailer/ada/mail"));
    }

    @Test
    void a_direct_call_is_made_in_the_name_of_whoever_shows_their_token_to_the_agent() {
        Map<String, TestClient> callers = new LinkedHashMap<>();
        callers.put("user of the agent", stage.person("mailer", "ada"));
        callers.put("the agent itself", stage.program("mailer"));
        callers.put("its API key", stage.apiKey("mailer"));
        callers.put("embedded key", stage.gateway.client());
        Map<String, String> seen = new TreeMap<>();
        callers.forEach((name, caller) -> {
            for (String tool : List.of("send_mail", "take_note", "get_price")) {
                int before = stage.tools.calls().size();
                Answer answer = caller.post(
                        "/v1/tools/" + tool + "/calls",
                        "{\"arguments\":{}}",
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
                seen.put(
                        name + " × " + tool,
                        answer.status() == 200
                                ? SeenToken.of(stage.tools.calls().get(before))
                                : answer.status() + " "
                                        + answer.json().path("code").asText());
            }
        });

        assertThat(seen)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("user of the agent × send_mail", "mailer/ada/mail"),
                        Map.entry("user of the agent × take_note", "mailer/mailer/notes"),
                        Map.entry("user of the agent × get_price", "none"),
                        Map.entry("the agent itself × send_mail", "403 user_required"),
                        Map.entry("the agent itself × take_note", "mailer/mailer/notes"),
                        Map.entry("the agent itself × get_price", "none"),
                        Map.entry("its API key × send_mail", "403 user_required"),
                        Map.entry("its API key × take_note", "mailer/mailer/notes"),
                        Map.entry("its API key × get_price", "none"),
                        Map.entry("embedded key × send_mail", "403 agent_required"),
                        Map.entry("embedded key × take_note", "403 agent_required"),
                        Map.entry("embedded key × get_price", "none")));
        noSecretIn(stage.tools.calls());
    }

    @Test
    void a_run_whose_users_token_ended_while_it_waited_goes_on_for_the_same_user_alone_even_after_a_crash() {
        TestClient ada = stage.person("web-chat", "ada", Duration.ofSeconds(3));
        String run = stage.begin(ada, "mailer", "wire_money");
        JsonNode waiting = stage.inStatus(run, "WAITING_APPROVAL");
        TestClient boss = stage.person("web-chat", "boss", "operator");
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ada.get("/v1/models").status() == 401);
        approve(boss, run, waiting.at("/waiting/approvals/0").asText());
        JsonNode away = stage.inStatus(run, "WAITING_INPUT");
        assertThat(away.at("/waiting/detail/reason").asText()).isEqualTo("reauthenticate");
        assertThat(away.at("/waiting/calls/0").asText())
                .isEqualTo(away.at("/toolCalls/0/id").asText());
        assertThat(stage.tools.calls()).isEmpty();

        stage.gateway.kill9();
        stage.gateway.restart();

        assertThat(reauthenticate(boss, run)).isEqualTo("403 permission_denied");
        assertThat(reauthenticate(stage.person("web-chat", "bob"), run)).isEqualTo("404 run_not_found");
        assertThat(reauthenticate(stage.person("mailer", "ada", "operator"), run))
                .isEqualTo("403 permission_denied");
        assertThat(reauthenticate(stage.gateway.client(), run)).isEqualTo("403 user_required");
        assertThat(stage.shown(run).path("status").asText()).isEqualTo("WAITING_INPUT");
        assertThat(stage.tools.calls()).isEmpty();

        assertThat(reauthenticate(stage.person("web-chat", "ada"), run)).isEqualTo("202");
        stage.inStatus(run, "COMPLETED");
        assertThat(stage.tools.calls())
                .singleElement()
                .satisfies(call -> assertThat(SeenToken.of(call)).isEqualTo("mailer/ada/bank"));
        noSecretIn(stage.tools.calls());
    }

    @Test
    void an_agent_that_another_agent_asks_acts_for_whoever_asked_first_and_as_itself() {
        stage.inStatus(stage.begin(stage.person("web-chat", "ada"), "head", "have it mailed"), "COMPLETED");
        assertThat(stage.tools.calls())
                .singleElement()
                .satisfies(call -> assertThat(SeenToken.of(call)).isEqualTo("mailer/ada/mail"));

        stage.tools.reset();
        JsonNode refused =
                stage.inStatus(stage.begin(stage.program("web-chat"), "head", "have it mailed"), "COMPLETED");
        assertThat(refused.path("output").asText()).contains("user_required");
        assertThat(stage.tools.calls()).isEmpty();
    }

    @Test
    void a_child_whose_user_is_away_is_told_by_its_own_name_that_they_are_back() {
        TestClient ada = stage.person("web-chat", "ada", Duration.ofSeconds(3));
        String parent = stage.begin(ada, "head", "have it wired");
        String child =
                stage.inStatus(parent, "WAITING_CHILD").at("/children/0/id").asText();
        JsonNode waiting = stage.inStatus(child, "WAITING_APPROVAL");
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ada.get("/v1/models").status() == 401);
        approve(
                stage.person("web-chat", "boss", "operator"),
                child,
                waiting.at("/waiting/approvals/0").asText());
        stage.inStatus(child, "WAITING_INPUT");

        assertThat(reauthenticate(stage.person("web-chat", "bob", "operator"), child))
                .isEqualTo("403 permission_denied");
        assertThat(reauthenticate(stage.person("web-chat", "ada"), child)).isEqualTo("202");
        stage.inStatus(parent, "COMPLETED");
        assertThat(stage.tools.calls())
                .singleElement()
                .satisfies(call -> assertThat(SeenToken.of(call)).isEqualTo("mailer/ada/bank"));
    }

    private static void approve(TestClient who, String run, String approval) {
        Answer decided = who.post("/v1/runs/" + run + "/approvals/" + approval, "{\"decision\":\"approve\"}");
        assertThat(decided.status()).as(decided::toString).isEqualTo(200);
    }

    private static String reauthenticate(TestClient who, String run) {
        Answer answer = who.post("/v1/runs/" + run + "/input", "{\"reauthenticate\":true}");
        return answer.status() == 202
                ? "202"
                : answer.status() + " " + answer.json().path("code").asText();
    }

    @Test
    void what_the_embedded_issuer_exchanges_is_narrow_and_what_it_must_not_is_refused_in_the_words_of_the_rfc() {
        String ada = bearer(stage.person("web-chat", "ada", Duration.ofSeconds(60)));
        JsonNode exchanged = exchange("mailer", ada, "&audience=mail");
        JsonNode claims = SeenToken.claims(exchanged.path("access_token").asText());

        assertThat(exchanged.path("issued_token_type").asText()).isEqualTo(ACCESS_TOKEN);
        assertThat(exchanged.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(exchanged.path("expires_in").asLong()).isBetween(1L, 60L);
        assertThat(claims.path("sub").asText()).isEqualTo("ada");
        assertThat(claims.path("azp").asText()).isEqualTo("mailer");
        assertThat(claims.path("aud").toString()).contains("mail").doesNotContain("sallyport");
        assertThat(claims.path("roles")).isEmpty();
        assertThat(claims.has("gty")).isFalse();

        String program = bearer(stage.program("web-chat"));
        assertThat(refusal("mailer", program, "&audience=mail")).isEqualTo("invalid_request");
        assertThat(refusal("mailer", ada, "")).isEqualTo("invalid_request");
        assertThat(refusal("mailer", ada, "&audience=sallyport")).isEqualTo("invalid_target");
        assertThat(refusal("mailer", ada, "&audience=mail&actor_token=x")).isEqualTo("invalid_request");
        assertThat(refusal("mailer", ada, "&audience=mail&scope=more")).isEqualTo("invalid_scope");
        assertThat(refusal("mailer", ada + "x", "&audience=mail")).isEqualTo("invalid_request");
        assertThat(refusal("mailer", "no-token", "&audience=mail")).isEqualTo("invalid_request");
        assertThat(refusal(
                        "mailer",
                        exchange("filer", ada, "&audience=files")
                                .path("access_token")
                                .asText(),
                        "&audience=mail"))
                .as("what a tool was given is not exchanged for more")
                .isEqualTo("invalid_request");
        String wrong = "grant_type=" + EXCHANGE + "&client_id=mailer&client_secret=wrong&subject_token=" + ada
                + "&subject_token_type=" + ACCESS_TOKEN + "&audience=mail";
        assertThat(Json.parse(stage.ask(wrong).body()).path("error").asText()).isEqualTo("invalid_client");
    }

    private static String bearer(TestClient client) {
        return client.authorization().substring("Bearer ".length());
    }

    private static JsonNode exchange(String client, String token, String more) {
        HttpResponse<String> answer = asked(client, token, more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static String refusal(String client, String token, String more) {
        HttpResponse<String> answer = asked(client, token, more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return Json.parse(answer.body()).path("error").asText();
    }

    private static HttpResponse<String> asked(String client, String token, String more) {
        return stage.ask("grant_type=" + URLEncoder.encode(EXCHANGE, StandardCharsets.UTF_8) + "&client_id=" + client
                + "&client_secret=" + stage.gateway.apiKey() + "&subject_token=" + token + "&subject_token_type="
                + URLEncoder.encode(ACCESS_TOKEN, StandardCharsets.UTF_8) + more);
    }
}

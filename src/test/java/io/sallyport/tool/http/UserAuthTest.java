package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Secret;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.testing.tool.Behaviour;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that are called in a user's name, with an issuer that may be slow, broken or lie. */
class UserAuthTest {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final MisbehavingTool issuer = MisbehavingTool.start();
    private final MisbehavingTool server = MisbehavingTool.start();
    private final TestingCalls calls = new TestingCalls(new AnIssuer(issuer.url("/realm")), new HttpClientOptions());
    private final UserToken ada = user("ada", Duration.ofMinutes(5));

    @BeforeEach
    void issue() {
        issuing(answer(jwt("ada", "desk-client", "[\"mail\"]")));
    }

    @AfterEach
    void close() {
        calls.close();
        server.close();
        issuer.close();
    }

    private static UserToken user(String name, Duration left) {
        Secret<String> own = Secret.of(jwt(name, "web", "[\"sallyport\"]"));
        return new UserToken("https://issuer.test", name, own, Instant.now().plus(left));
    }

    private static String jwt(String subject, String client, String audience) {
        String payload = "{\"sub\":\"%s\",\"azp\":\"%s\",\"aud\":%s}".formatted(subject, client, audience);
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static ObjectNode answer(String token) {
        return Json.object()
                .put("access_token", token)
                .put("issued_token_type", ACCESS_TOKEN)
                .put("token_type", "Bearer")
                .put("expires_in", 300);
    }

    private void issuing(ObjectNode answer) {
        issuing(exchange -> exchange.json(200, Json.text(answer)));
    }

    /** Discovery goes well; the token endpoint does this. */
    private void issuing(Behaviour behaviour) {
        issuer.always(exchange -> {
            if (exchange.request().target().endsWith("/.well-known/openid-configuration")) {
                exchange.json(200, "{\"token_endpoint\":\"" + issuer.url("/realm/token") + "\"}");
            } else {
                behaviour.serve(exchange);
            }
        });
    }

    private ToolSpec tool() {
        return tool("mail");
    }

    private ToolSpec tool(String audience) {
        return TestingTool.named("send_mail")
                .is(Effect.IRREVERSIBLE, Idempotency.QUERYABLE)
                .timeout(Duration.ofSeconds(4))
                .http(new ToolBinding.Http(
                        "POST",
                        new UrlTemplate(server.url("/send")),
                        ToolBinding.Auth.USER,
                        Optional.of(audience),
                        Map.of(),
                        List.of(),
                        Optional.of(new ToolBinding.LookUp(new UrlTemplate(server.url("/sent/{key}"))))))
                .spec();
    }

    private static String code(ToolOutcome outcome) {
        return outcome instanceof NotApplied refused ? refused.error().code() : outcome.toString();
    }

    private long exchanges() {
        return issuer.calls().stream()
                .filter(call -> call.target().equals("/realm/token"))
                .count();
    }

    private Map<String, String> form() {
        String body = new String(issuer.calls().getLast().bytes(), StandardCharsets.UTF_8);
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    @Test
    void the_agent_exchanges_the_users_token_for_one_for_the_tool_and_shows_the_tool_only_that() {
        assertThat(calls.call(tool(), ada)).isInstanceOf(Succeeded.class);

        assertThat(form())
                .containsOnly(
                        Map.entry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                        Map.entry("subject_token", ada.value().reveal()),
                        Map.entry("subject_token_type", ACCESS_TOKEN),
                        Map.entry("requested_token_type", ACCESS_TOKEN),
                        Map.entry("audience", "mail"));
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(issuer.calls()
                                        .getLast()
                                        .header("authorization")
                                        .substring(6)),
                        StandardCharsets.UTF_8))
                .isEqualTo("desk-client:hush");
        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.header("authorization")).isEqualTo("Bearer " + jwt("ada", "desk-client", "[\"mail\"]"));
            assertThat(call.headers().toString() + call.target() + new String(call.bytes(), StandardCharsets.UTF_8))
                    .doesNotContain(ada.value().reveal())
                    .doesNotContain("hush");
        });
    }

    @Test
    void a_look_up_is_made_in_the_users_name_too() {
        assertThat(calls.lookUp(tool(), ada)).isInstanceOf(LookUpOutcome.Applied.class);

        assertThat(server.calls().getLast().header("authorization"))
                .isEqualTo("Bearer " + jwt("ada", "desk-client", "[\"mail\"]"));
    }

    @Test
    void a_token_is_remembered_for_agent_user_and_audience() {
        for (int i = 0; i < 3; i++) {
            assertThat(calls.call(tool(), ada)).isInstanceOf(Succeeded.class);
        }
        assertThat(exchanges()).isEqualTo(1);

        issuing(answer(jwt("bob", "desk-client", "\"mail\"")));
        assertThat(calls.call(tool(), user("bob", Duration.ofMinutes(5)))).isInstanceOf(Succeeded.class);
        assertThat(exchanges()).isEqualTo(2);

        issuing(answer(jwt("ada", "desk-client", "[\"files\"]")));
        assertThat(calls.call(tool("files"), ada)).isInstanceOf(Succeeded.class);
        assertThat(exchanges()).isEqualTo(3);
        assertThat(calls.call(tool(), ada)).isInstanceOf(Succeeded.class);
        assertThat(exchanges()).isEqualTo(3);
    }

    @Test
    void the_same_name_at_another_issuer_is_another_user() {
        calls.call(tool(), ada);
        UserToken elsewhere = new UserToken("https://other.test", "ada", ada.value(), ada.expiresAt());
        calls.call(tool(), elsewhere);

        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    void a_token_that_the_tool_does_not_accept_is_not_used_again() {
        calls.call(tool(), ada);
        server.next(Faults.status(401));
        assertThat(code(calls.call(tool(), ada))).isEqualTo("tool_refused");

        assertThat(calls.call(tool(), ada)).isInstanceOf(Succeeded.class);
        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    void without_a_user_nothing_is_asked_and_nothing_is_sent() {
        ToolOutcome outcome = calls.call(tool());

        assertThat(code(outcome)).isEqualTo("user_required");
        assertThat(((NotApplied) outcome).error().fix()).contains("access token");
        assertThat(issuer.connections()).isZero();
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_user_whose_token_has_expired_is_not_acted_for_although_one_for_the_tool_is_at_hand() {
        assertThat(calls.call(tool(), ada)).isInstanceOf(Succeeded.class);

        assertThat(code(calls.call(tool(), user("ada", Duration.ZERO)))).isEqualTo("tool_auth_refused");
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void an_issuer_that_fails_leaves_the_tool_untouched_and_the_call_may_be_made_later() {
        for (Behaviour trouble : List.of(
                Faults.status(500),
                Faults.status(503),
                Faults.status(429),
                Faults.garbage(),
                Faults.resetAfterReading(),
                Faults.cut(200),
                Faults.text("no token here"),
                Faults.redirect(302, "http://127.0.0.1:1/"),
                exchange -> exchange.json(200, "{}"),
                exchange -> exchange.json(200, Json.text(answer("").put("access_token", ""))),
                exchange -> exchange.json(
                        200,
                        Json.text(
                                answer(jwt("ada", "desk-client", "[\"mail\"]")).put("expires_in", 0))))) {
            try (TestingCalls fresh = new TestingCalls(new AnIssuer(issuer.url("/realm")), new HttpClientOptions())) {
                issuing(trouble);
                ToolOutcome outcome = fresh.call(tool(), ada);
                assertThat(code(outcome)).isEqualTo("tool_auth_unavailable");
                assertThat(((NotApplied) outcome).error().retryable()).isTrue();
            }
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void an_issuer_that_never_answers_costs_the_call_no_more_than_its_own_time() {
        issuing(Faults.silence());
        long before = System.nanoTime();

        assertThat(code(calls.call(tool(), ada))).isEqualTo("tool_auth_unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 invalid_request", "400 invalid_target", "401 invalid_client", "403 access_denied"})
    void what_the_issuer_refuses_is_not_tried_again_by_itself(String refusal) {
        int status = Integer.parseInt(refusal.substring(0, 3));
        issuing(exchange -> exchange.json(status, "{\"error\":\"" + refusal.substring(4) + "\"}"));
        ToolOutcome outcome = calls.call(tool(), ada);

        assertThat(code(outcome)).isEqualTo("tool_auth_refused");
        assertThat(((NotApplied) outcome).error().retryable()).isFalse();
        assertThat(((NotApplied) outcome).error().fix()).contains("sign in again");
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_token_that_is_more_or_other_than_was_asked_for_never_reaches_the_tool() {
        String good = jwt("ada", "desk-client", "[\"mail\"]");
        for (ObjectNode bad : List.of(
                answer(ada.value().reveal()),
                answer(jwt("bob", "desk-client", "[\"mail\"]")),
                answer(jwt("", "desk-client", "[\"mail\"]")),
                answer(jwt("ada", "web", "[\"mail\"]")),
                answer(jwt("ada", "desk-client", "[\"mail\",\"sallyport\"]")),
                answer(jwt("ada", "desk-client", "\"sallyport\"")),
                answer(jwt("ada", "desk-client", "[]")),
                answer(good).put("issued_token_type", "urn:ietf:params:oauth:token-type:refresh_token"),
                answer(good).put("issued_token_type", ""),
                answer(good).put("token_type", "N_A"))) {
            issuing(bad);
            assertThat(code(calls.call(tool(), ada))).as(bad.toString()).isEqualTo("tool_auth_refused");
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void an_opaque_token_is_the_issuers_word() {
        issuing(answer("opaque"));

        assertThat(calls.call(tool(), ada)).isInstanceOf(Succeeded.class);
        assertThat(server.calls().getLast().header("authorization")).isEqualTo("Bearer opaque");
    }

    @Test
    void a_token_in_a_users_name_is_renewed_before_its_end_and_ends_with_the_users_own() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        AtomicInteger asked = new AtomicInteger();
        List<String> heard = new ArrayList<>();
        AgentTokens tokens = new AgentTokens(
                new Issuer(Optional.of("http://issuer.test"), new TestingCalls.NoIssuer()),
                order -> Uni.createFrom().item(new AgentToken("t" + asked.incrementAndGet(), Duration.ofSeconds(300))),
                now::get,
                (grant, outcome) -> heard.add(grant + " " + outcome));
        UserToken longer = until(Instant.EPOCH.plusSeconds(1000));
        UserToken shorter = until(Instant.EPOCH.plusSeconds(100));

        assertThat(of(tokens, longer)).isEqualTo("t1");
        now.set(Instant.EPOCH.plusSeconds(269));
        assertThat(of(tokens, longer)).isEqualTo("t1");
        now.set(Instant.EPOCH.plusSeconds(270));
        assertThat(of(tokens, longer)).isEqualTo("t2");
        assertThat(tokens.of(TestingCalls.agent(), Optional.of("mail"), Optional.of(shorter))
                        .cause())
                .isInstanceOf(TokenUnavailable.RefusedForUser.class);
        now.set(Instant.EPOCH);
        tokens.refused(TestingCalls.agent(), Optional.of("mail"), Optional.of(shorter));
        assertThat(of(tokens, shorter)).isEqualTo("t3");
        now.set(Instant.EPOCH.plusSeconds(100));
        assertThat(of(tokens, longer)).as("got for a token that has ended").isEqualTo("t4");
        assertThat(heard).hasSize(4).containsOnly("TOKEN_EXCHANGE ISSUED");
    }

    private static UserToken until(Instant end) {
        return new UserToken("https://issuer.test", "ada", Secret.of("own"), end);
    }

    private static String of(AgentTokens tokens, UserToken user) {
        return tokens.of(TestingCalls.agent(), Optional.of("mail"), Optional.of(user))
                .result();
    }

    @Test
    void a_users_token_is_never_printed() {
        assertThat(ada.toString()).doesNotContain(ada.value().reveal());
        assertThat(new TokenOrder("c", Secret.of("hush"), Optional.empty(), Optional.of(ada)).toString())
                .doesNotContain(ada.value().reveal());
    }

    /** An embedded issuer at this address. */
}

package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Secret;
import io.sallyport.testing.tool.Behaviour;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.ReceivedCall;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentAuthTest {
    private final MisbehavingTool issuer = MisbehavingTool.start();
    private final MisbehavingTool server = MisbehavingTool.start();
    private final TestingCalls calls = new TestingCalls(new AnIssuer(issuer.url("/realm")), new HttpClientOptions());

    @BeforeEach
    void issue() {
        issuer.always(issuing("token-1", 300));
    }

    @AfterEach
    void close() {
        calls.close();
        server.close();
        issuer.close();
    }

    private Behaviour issuing(String token, int seconds) {
        return exchange -> {
            if (exchange.request().target().endsWith("/.well-known/openid-configuration")) {
                exchange.json(200, "{\"token_endpoint\":\"" + issuer.url("/realm/token") + "\"}");
            } else {
                exchange.json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":" + seconds + "}");
            }
        };
    }

    private ToolSpec tool(ToolBinding.Auth auth) {
        return TestingTool.named("t")
                .is(Effect.IRREVERSIBLE, Idempotency.NONE)
                .timeout(Duration.ofSeconds(8))
                .http(new ToolBinding.Http(
                        "POST",
                        new UrlTemplate(server.url("/orders")),
                        auth,
                        Optional.of("shop & co"),
                        Map.of(),
                        List.of(),
                        Optional.empty()))
                .spec();
    }

    private static String code(ToolOutcome outcome) {
        return outcome instanceof NotApplied refused ? refused.error().code() : outcome.toString();
    }

    @Test
    void a_tool_is_called_with_the_agents_own_token_for_that_tool() {
        assertThat(calls.call(tool(ToolBinding.Auth.AGENT))).isInstanceOf(Succeeded.class);

        assertThat(server.calls().getFirst().header("authorization")).isEqualTo("Bearer token-1");
        ReceivedCall asked = issuer.calls().get(1);
        assertThat(issuer.calls().getFirst().target()).isEqualTo("/realm/.well-known/openid-configuration");
        assertThat(asked.target()).isEqualTo("/realm/token");
        assertThat(new String(asked.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("grant_type=client_credentials&audience=shop+%26+co");
        assertThat(new String(
                        Base64.getDecoder().decode(asked.header("authorization").substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("desk-client:hush");
    }

    @Test
    void a_token_is_used_until_shortly_before_it_expires() {
        for (int i = 0; i < 3; i++) {
            calls.call(tool(ToolBinding.Auth.AGENT));
        }

        assertThat(issuer.calls()).hasSize(2);
    }

    @Test
    void a_token_that_the_tool_does_not_accept_is_not_used_again() {
        server.next(Faults.status(401));

        assertThat(code(calls.call(tool(ToolBinding.Auth.AGENT)))).isEqualTo("tool_refused");
        issuer.always(issuing("token-2", 300));
        assertThat(calls.call(tool(ToolBinding.Auth.AGENT))).isInstanceOf(Succeeded.class);
        assertThat(server.calls().getLast().header("authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void without_a_token_nothing_is_sent() {
        for (Behaviour trouble : List.of(
                Faults.status(401),
                Faults.status(500),
                Faults.garbage(),
                Faults.resetAfterReading(),
                Faults.text("no token here"),
                Faults.redirect(302, "http://127.0.0.1:1/"))) {
            issuer.always(trouble);
            assertThat(code(calls.call(tool(ToolBinding.Auth.AGENT)))).isEqualTo("tool_auth_unavailable");
        }
        issuer.always(exchange -> {
            boolean discovery = exchange.request().target().endsWith("configuration");
            exchange.json(
                    discovery ? 200 : 403,
                    discovery
                            ? "{\"token_endpoint\":\"" + issuer.url("/t") + "\"}"
                            : "{\"error\":\"unauthorized_client\"}");
        });
        assertThat(code(calls.call(tool(ToolBinding.Auth.AGENT)))).isEqualTo("tool_auth_unavailable");
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_silent_issuer_costs_the_call_no_more_than_its_own_time() {
        issuer.always(Faults.silence());

        assertThat(code(calls.call(tool(ToolBinding.Auth.AGENT)))).isEqualTo("tool_auth_unavailable");
        assertThat(server.connections()).isZero();
    }

    @Test
    void who_asks_while_a_token_is_on_its_way_waits_for_that_one() {
        AtomicReference<UniEmitter<? super AgentToken>> pending = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        AgentTokens tokens = new AgentTokens(
                new Issuer(Optional.of("http://issuer.test"), new TestingCalls.NoIssuer()),
                order -> Uni.createFrom().emitter(emitter -> {
                    asked.incrementAndGet();
                    pending.set(emitter);
                }),
                Instant::now,
                (grant, outcome) -> {});
        List<Future<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(tokens.of(TestingCalls.agent(), Optional.empty()));
        }
        pending.get().complete(new AgentToken("t", Duration.ofMinutes(5)));

        assertThat(asked).hasValue(1);
        assertThat(waiting).allMatch(one -> "t".equals(one.result()));
        assertThat(tokens.of(TestingCalls.agent(), Optional.of("another")).isComplete())
                .isFalse();
    }

    @Test
    void a_failure_is_not_remembered_and_a_token_is_renewed_before_its_end() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        AtomicInteger asked = new AtomicInteger();
        List<String> heard = new ArrayList<>();
        AgentTokens tokens = new AgentTokens(
                new Issuer(Optional.of("http://issuer.test"), new TestingCalls.NoIssuer()),
                order -> asked.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("breaker"))
                        : Uni.createFrom().item(new AgentToken("t" + asked.get(), Duration.ofSeconds(300))),
                now::get,
                (grant, outcome) -> heard.add(grant + " " + outcome));
        Optional<String> audience = Optional.of("shop");

        assertThat(tokens.of(TestingCalls.agent(), audience).cause()).isInstanceOf(TokenUnavailable.class);
        assertThat(tokens.of(TestingCalls.agent(), audience).result()).isEqualTo("t2");
        now.set(Instant.EPOCH.plusSeconds(269));
        assertThat(tokens.of(TestingCalls.agent(), audience).result()).isEqualTo("t2");
        now.set(Instant.EPOCH.plusSeconds(270));
        assertThat(tokens.of(TestingCalls.agent(), audience).result()).isEqualTo("t3");
        assertThat(heard)
                .containsExactly(
                        "CLIENT_CREDENTIALS UNAVAILABLE", "CLIENT_CREDENTIALS ISSUED", "CLIENT_CREDENTIALS ISSUED");
    }

    @Test
    void the_embedded_issuer_lends_its_secret_and_a_configured_one_wins() {
        AgentSpec bare = withSecret(Optional.empty());
        AgentSpec empty = withSecret(Optional.of(Secret.of("")));
        Issuer embedded = new Issuer(Optional.empty(), new AnIssuer("http://127.0.0.1:8080/issuer"));
        Issuer external = new Issuer(Optional.of("https://issuer.test"), new AnIssuer("http://127.0.0.1:8080/issuer"));

        assertThat(embedded.secretOf(bare).map(Secret::reveal)).contains("sp_embedded");
        assertThat(embedded.secretOf(empty).map(Secret::reveal)).contains("sp_embedded");
        assertThat(embedded.secretOf(TestingCalls.agent()).map(Secret::reveal)).contains("hush");
        assertThat(external.secretOf(bare)).isEmpty();
        assertThat(external.url().map(Object::toString)).contains("https://issuer.test");
        AgentTokens tokens =
                new AgentTokens(external, order -> Uni.createFrom().nothing(), Instant::now, (grant, outcome) -> {});
        assertThat(tokens.of(bare, Optional.empty()).cause()).hasMessageContaining("clientSecret");
    }

    @Test
    void without_an_issuer_there_is_no_token() {
        try (TestingCalls lonely = new TestingCalls()) {
            assertThat(code(lonely.call(tool(ToolBinding.Auth.AGENT)))).isEqualTo("tool_auth_unavailable");
        }
    }

    @Test
    void a_token_is_never_printed() {
        assertThat(new AgentToken("hush", Duration.ofSeconds(1)).toString()).doesNotContain("hush");
        assertThat(new TokenOrder("c", Secret.of("hush"), Optional.empty()).toString())
                .doesNotContain("hush");
    }

    private static AgentSpec withSecret(Optional<Secret<String>> secret) {
        AgentSpec agent = TestingCalls.agent();
        return new AgentSpec(
                agent.name(),
                agent.client(),
                secret,
                agent.route(),
                agent.prompt(),
                agent.tools(),
                agent.limits(),
                agent.shared(),
                agent.waitTimeout(),
                agent.approvalExpiry(),
                agent.requireKey(),
                agent.description());
    }

    /** An embedded issuer at this address. */
}

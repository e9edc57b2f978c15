package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Http;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Secret;
import io.sallyport.identity.UserToken;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.ReceivedCall;
import io.sallyport.testing.tool.ToolExchange;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.http.TestingExchanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As whom a server is called. */
class McpIdentityTest extends McpStage {
    private static final MisbehavingTool ISSUER = MisbehavingTool.start();
    private static final Optional<AgentSpec> AGENT = Optional.of(TestingExchanges.agent());

    private final AtomicInteger tokens = new AtomicInteger();

    McpIdentityTest() {
        super(vertx -> TestingExchanges.of(vertx, ISSUER.url("/realm")));
    }

    @BeforeEach
    void issue() {
        ISSUER.reset();
        ISSUER.always(this::issue);
    }

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    private void issue(ToolExchange exchange) throws IOException {
        if (exchange.request().target().endsWith("/.well-known/openid-configuration")) {
            exchange.json(200, "{\"token_endpoint\":\"" + ISSUER.url("/realm/token") + "\"}");
        } else {
            exchange.json(
                    200,
                    "{\"access_token\":\"token-" + tokens.incrementAndGet()
                            + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
                            + "\"token_type\":\"Bearer\",\"expires_in\":300}");
        }
    }

    private ToolSpec as(Auth auth) {
        Http endpoint = new Http(
                "POST",
                new UrlTemplate(server.url()),
                auth,
                Optional.of("mail"),
                Map.of("X-House", Secret.of("ours")),
                List.of(),
                Optional.empty());
        return tool(
                        Effect.IRREVERSIBLE,
                        Idempotency.KEYED,
                        new Mcp(
                                spec().withEndpoint(endpoint),
                                new RemoteTool("send", Optional.empty()),
                                OnError.UNKNOWN,
                                Optional.empty()))
                .spec();
    }

    private static Optional<UserToken> user(String subject) {
        return Optional.of(new UserToken(
                "https://issuer.example",
                subject,
                Secret.of("token-of-" + subject),
                InstantSource.system().instant().plus(Duration.ofMinutes(5))));
    }

    private static String form(ReceivedCall asked) {
        return new String(asked.bytes(), StandardCharsets.UTF_8);
    }

    private static String code(ToolOutcome outcome) {
        return outcome instanceof NotApplied refused ? refused.error().code() : outcome.toString();
    }

    @Test
    void every_message_carries_the_agent_s_own_token_for_that_server() {
        assertThat(call(as(Auth.AGENT), AGENT, user("ada"))).isInstanceOf(Succeeded.class);

        assertThat(server.received())
                .hasSize(4)
                .allSatisfy(call -> assertThat(call.header("authorization")).isEqualTo("Bearer token-1"))
                .allSatisfy(call -> assertThat(call.header("x-house")).isEqualTo("ours"));
        assertThat(form(ISSUER.calls().getLast())).contains("audience=mail").doesNotContain("token-of-ada");
    }

    @Test
    void a_token_that_is_refused_is_not_used_again() {
        server.next("tools/call", (exchange, message) -> exchange.json(401, "{}"));

        assertThat(code(call(as(Auth.AGENT), AGENT, Optional.empty()))).isEqualTo("tool_refused");
        assertThat(call(as(Auth.AGENT), AGENT, Optional.empty())).isInstanceOf(Succeeded.class);
        assertThat(server.received("tools/call").getLast().header("authorization"))
                .isEqualTo("Bearer token-2");
    }

    @Test
    void without_an_identity_nothing_is_sent() {
        assertThat(code(call(as(Auth.AGENT), Optional.empty(), Optional.empty())))
                .isEqualTo("tool_misconfigured");
        assertThat(code(call(as(Auth.USER), AGENT, Optional.empty()))).isEqualTo("tool_misconfigured");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void users_have_sessions_and_tokens_of_their_own() {
        assertThat(call(as(Auth.USER), AGENT, user("ada"))).isInstanceOf(Succeeded.class);
        assertThat(call(as(Auth.USER), AGENT, user("bob"))).isInstanceOf(Succeeded.class);

        assertThat(server.received("tools/call").stream()
                        .map(call -> call.header("authorization") + " " + call.header("mcp-session-id")))
                .containsExactly("Bearer token-1 s-1", "Bearer token-2 s-2");
        assertThat(ISSUER.calls().stream().map(McpIdentityTest::form).filter(form -> form.contains("token-of")))
                .hasSize(2);
        assertThat(server.received().toString()).doesNotContain("token-of");
    }
}

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
import io.sallyport.core.json.Json;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As whom a server is called: the agent, or the agent in a user's name; the server sees nobody's own token. */
class McpIdentityTest extends McpStage {
    private static final MisbehavingTool ISSUER = MisbehavingTool.start();
    private static final Optional<AgentSpec> AGENT = Optional.of(TestingExchanges.agent());
    private static final Optional<UserToken> NOBODY = Optional.empty();

    private boolean refusing;

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
        } else if (refusing) {
            exchange.json(400, "{\"error\":\"invalid_target\"}");
        } else {
            String form = form(exchange.request());
            String subject = form.contains(own("ada")) ? "ada" : form.contains(own("bob")) ? "bob" : "the-agent";
            exchange.json(
                    200,
                    Json.text(Json.object()
                            .put("access_token", jwt(subject, AGENT.get().client(), "mail"))
                            .put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
                            .put("token_type", "Bearer")
                            .put("expires_in", 300)));
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

    /** What the user has signed in with. */
    private static String own(String subject) {
        return jwt(subject, "web", "sallyport");
    }

    private static Optional<UserToken> user(String subject) {
        return Optional.of(new UserToken(
                "https://issuer.example",
                subject,
                Secret.of(own(subject)),
                InstantSource.system().instant().plus(Duration.ofMinutes(5))));
    }

    private static String jwt(String subject, String client, String audience) {
        String payload = "{\"sub\":\"%s\",\"azp\":\"%s\",\"aud\":\"%s\"}".formatted(subject, client, audience);
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static String form(ReceivedCall asked) {
        return new String(asked.bytes(), StandardCharsets.UTF_8);
    }

    /** The claims that the server was shown. */
    private static String shown(ReceivedCall call) {
        String token = call.header("authorization").replace("Bearer ", "");
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static String code(ToolOutcome outcome) {
        return outcome instanceof NotApplied refused ? refused.error().code() : outcome.toString();
    }

    private void nobodysOwnTokenWasSeen() {
        assertThat(server.received())
                .allSatisfy(call -> assertThat(call.headers() + form(call))
                        .doesNotContain(own("ada"))
                        .doesNotContain(own("bob"))
                        .doesNotContain("hush"));
    }

    @Test
    void every_message_carries_the_agent_s_own_token_for_that_server() {
        assertThat(call(as(Auth.AGENT), AGENT, user("ada"))).isInstanceOf(Succeeded.class);

        assertThat(server.received())
                .hasSize(4)
                .allSatisfy(call -> assertThat(shown(call))
                        .contains("\"the-agent\"", "\"" + AGENT.get().client() + "\"", "\"mail\""))
                .allSatisfy(call -> assertThat(call.header("x-house")).isEqualTo("ours"));
        assertThat(form(ISSUER.calls().getLast())).contains("audience=mail").doesNotContain(own("ada"));
        nobodysOwnTokenWasSeen();
    }

    @Test
    void a_token_that_is_refused_is_not_used_again() {
        server.next("tools/call", (exchange, message) -> exchange.json(401, "{}"));

        assertThat(code(call(as(Auth.AGENT), AGENT, NOBODY))).isEqualTo("tool_refused");
        assertThat(call(as(Auth.AGENT), AGENT, NOBODY)).isInstanceOf(Succeeded.class);
        assertThat(ISSUER.calls().stream().filter(asked -> form(asked).contains("audience=mail")))
                .hasSize(2);
    }

    @Test
    void without_an_identity_nothing_is_sent() {
        assertThat(code(call(as(Auth.AGENT), Optional.empty(), NOBODY))).isEqualTo("tool_misconfigured");
        assertThat(code(call(as(Auth.USER), AGENT, NOBODY))).isEqualTo("tool_misconfigured");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void each_user_has_a_session_and_a_token_of_their_own_and_the_server_sees_whose_it_is() {
        for (String user : List.of("ada", "bob", "ada", "bob")) {
            assertThat(call(as(Auth.USER), AGENT, user(user))).isInstanceOf(Succeeded.class);
        }

        assertThat(server.received("initialize")).hasSize(2);
        assertThat(server.received("tools/call"))
                .extracting(call -> shown(call).contains("\"ada\"") + " " + call.header("mcp-session-id"))
                .containsExactly("true s-1", "false s-2", "true s-1", "false s-2");
        assertThat(server.received("tools/call"))
                .allSatisfy(call ->
                        assertThat(shown(call)).contains("\"" + AGENT.get().client() + "\"", "\"mail\""));
        assertThat(ISSUER.calls().stream().filter(asked -> form(asked).contains("subject_token=")))
                .hasSize(2);
        nobodysOwnTokenWasSeen();
    }

    @Test
    void where_the_issuer_refuses_the_server_hears_nothing() {
        refusing = true;

        assertThat(code(call(as(Auth.USER), AGENT, user("ada")))).isEqualTo("tool_auth_refused");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void a_session_in_a_user_s_name_is_left_to_its_server_and_not_listened_in() {
        server.announcing();
        assertThat(call(as(Auth.USER), AGENT, user("ada"))).isInstanceOf(Succeeded.class);
        services.sessions().close().toCompletionStage().toCompletableFuture().join();

        assertThat(heard.told("session ended")).isEqualTo(1);
        assertThat(server.requests("DELETE")).isEmpty();
        assertThat(server.requests("GET")).isEmpty();
    }

    @Test
    void an_agent_s_session_is_ended_in_the_agent_s_name() {
        assertThat(call(as(Auth.AGENT), AGENT, NOBODY)).isInstanceOf(Succeeded.class);
        services.sessions().close().toCompletionStage().toCompletableFuture().join();

        assertThat(server.requests("DELETE"))
                .singleElement()
                .satisfies(call -> assertThat(shown(call)).contains("\"the-agent\""))
                .satisfies(call -> assertThat(call.header("x-house")).isEqualTo("ours"));
    }
}

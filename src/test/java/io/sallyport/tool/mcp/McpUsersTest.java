package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.McpServerSpec;
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
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolCalls;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.http.TestingExchanges;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are called in a user's name: each user has a session of their own, and the server sees nobody's own token. */
class McpUsersTest extends McpStage {
    private static final UserToken ADA = user("ada");
    private static final UserToken BOB = user("bob");

    private final MisbehavingTool issuer = MisbehavingTool.start().always(this::exchange);
    private final Vertx vertx = Vertx.vertx();
    private final ToolCalls inNames = new ToolCalls(
            vertx,
            List.of(new McpTools(
                    vertx,
                    new McpServices(vertx, TestingExchanges.of(vertx, issuer.url("/realm")), pins, heard, Pace.USUAL))),
            observer,
            new ArgumentCheck());
    private boolean refusing;

    @AfterEach
    void close() throws Exception {
        issuer.close();
        var _ = vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private void exchange(ToolExchange exchange) throws IOException {
        if (exchange.request().target().endsWith("configuration")) {
            exchange.json(200, "{\"token_endpoint\":\"" + issuer.url("/realm/token") + "\"}");
        } else if (refusing) {
            exchange.json(400, "{\"error\":\"invalid_target\"}");
        } else {
            boolean ada = new String(exchange.request().bytes(), StandardCharsets.UTF_8)
                    .contains(ADA.value().reveal());
            exchange.json(
                    200,
                    Json.text(Json.object()
                            .put("access_token", jwt(ada ? "ada" : "bob", "desk-client", "mail"))
                            .put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
                            .put("token_type", "Bearer")
                            .put("expires_in", 300)));
        }
    }

    private static UserToken user(String name) {
        return new UserToken(
                "https://issuer.test",
                name,
                Secret.of(jwt(name, "web", "sallyport")),
                Instant.now().plusSeconds(600));
    }

    private static String jwt(String subject, String client, String audience) {
        String payload = "{\"sub\":\"%s\",\"azp\":\"%s\",\"aud\":\"%s\"}".formatted(subject, client, audience);
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private ToolSpec usersTool() {
        McpServerSpec usual = spec();
        Http endpoint = new Http(
                "POST",
                new UrlTemplate(server.url()),
                Auth.USER,
                Optional.of("mail"),
                Map.of(),
                List.of(),
                Optional.empty());
        McpServerSpec asked = new McpServerSpec(
                usual.name(),
                endpoint,
                Duration.ofSeconds(10),
                usual.refresh(),
                usual.maxConcurrent(),
                usual.breaker());
        return tool(
                        Effect.IRREVERSIBLE,
                        Idempotency.KEYED,
                        new Mcp(asked, new RemoteTool("send", Optional.empty()), OnError.UNKNOWN, Optional.empty()))
                .spec();
    }

    private ToolOutcome callFor(UserToken user) {
        ToolCallId id = new ToolCallId("call_1", "run_1", 1, "default", "agent:desk", "desk", "desk", null, null);
        AgentSpec agent = new AgentSpec(
                "desk",
                "desk-client",
                Optional.of(Secret.of("hush")),
                "chat",
                "desk/main",
                List.of(),
                AgentSpec.Limits.DEFAULT,
                LimitsSpec.NONE,
                Duration.ofDays(7),
                Duration.ofDays(1),
                false,
                Optional.empty());
        return got(inNames.call(new ToolRequest(
                usersTool(), id, Json.object(), KEY, Optional.of(agent), Optional.of(user), () -> true)));
    }

    private static String shown(ReceivedCall call) {
        String token = call.header("authorization").replace("Bearer ", "");
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    @Test
    void each_user_has_a_session_of_their_own_and_the_server_sees_whose_it_is() {
        for (UserToken user : List.of(ADA, BOB, ADA, BOB)) {
            assertThat(callFor(user)).isInstanceOf(Succeeded.class);
        }

        assertThat(server.received("initialize")).hasSize(2);
        List<ReceivedCall> calls = server.received("tools/call");
        assertThat(calls)
                .extracting(McpUsersTest::shown)
                .satisfiesExactly(
                        one -> assertThat(one).contains("\"ada\"", "\"desk-client\"", "\"mail\""),
                        two -> assertThat(two).contains("\"bob\"", "\"desk-client\"", "\"mail\""),
                        three -> assertThat(three).contains("\"ada\""),
                        four -> assertThat(four).contains("\"bob\""));
        assertThat(calls.get(0).header("mcp-session-id"))
                .isEqualTo(calls.get(2).header("mcp-session-id"))
                .isNotEqualTo(calls.get(1).header("mcp-session-id"));
        assertThat(server.received())
                .allSatisfy(
                        call -> assertThat(call.headers().toString() + new String(call.bytes(), StandardCharsets.UTF_8))
                                .doesNotContain(ADA.value().reveal())
                                .doesNotContain(BOB.value().reveal())
                                .doesNotContain("hush"));
    }

    @Test
    void where_the_issuer_refuses_the_server_hears_nothing() {
        refusing = true;
        ToolOutcome outcome = callFor(ADA);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotApplied.class,
                        refused -> assertThat(refused.error().code()).isEqualTo("tool_auth_refused"));
        assertThat(server.received()).isEmpty();
    }
}

package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Http;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.testing.tool.TestingMcpServer;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.TestingObserver;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolCalls;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.http.Exchanges;
import io.sallyport.tool.http.TestingExchanges;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Calls of MCP tools, and a server on real sockets that answers them as each test says. */
abstract class McpStage {
    static final String KEY = "k".repeat(64);
    static final String SEND =
            "{\"name\": \"send\", \"description\": \"Sends.\", \"inputSchema\": {\"type\": \"object\"}}";

    /** Milliseconds. */
    private long refresh = 60_000;

    final TestingMcpServer server = TestingMcpServer.start().offer(SEND);
    final TestingPins pins = new TestingPins();
    final TestingMcpObserver heard = new TestingMcpObserver();
    final TestingObserver observer = new TestingObserver();
    private final Vertx vertx = Vertx.vertx();
    final McpServices services;
    private final ToolCalls calls;

    final McpAdministration administration;

    McpStage() {
        this(TestingExchanges::of);
    }

    McpStage(Function<Vertx, Exchanges> exchanges) {
        this(exchanges, Pace.USUAL);
    }

    McpStage(Function<Vertx, Exchanges> exchanges, Pace pace) {
        services = new McpServices(vertx, exchanges.apply(vertx), pins, heard, pace);
        calls = new ToolCalls(vertx, List.of(new McpTools(vertx, services)), observer, new ArgumentCheck());
        administration = new McpAdministration(services, pins);
    }

    @BeforeEach
    void accepted() {
        accept(SEND);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        var _ = vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** As if an administrator had seen and accepted it. */
    void accept(String definition) {
        Definition seen = Definition.of(Json.parse(definition).orElseThrow()).orElseThrow();
        got(pins.offered("mail", List.of(seen)));
        got(pins.accept("mail", seen.name(), seen.digest(), "ada"));
    }

    void refreshAfter(Duration time) {
        refresh = time.toMillis();
    }

    McpServerSpec spec() {
        return new McpServerSpec(
                "mail",
                new Http(
                        "POST",
                        new UrlTemplate(server.url()),
                        Auth.NONE,
                        Optional.empty(),
                        Map.of(),
                        List.of(),
                        Optional.empty()),
                Duration.ofSeconds(2),
                Duration.ofMillis(refresh),
                16,
                BreakerSpec.DEFAULT);
    }

    TestingTool tool(Effect effect, Idempotency idempotency) {
        return tool(effect, idempotency, new RemoteTool("send", Optional.empty()));
    }

    TestingTool tool(Effect effect, Idempotency idempotency, RemoteTool remote) {
        return tool(effect, idempotency, new Mcp(spec(), remote, OnError.UNKNOWN, Optional.empty()));
    }

    TestingTool tool(Effect effect, Idempotency idempotency, ToolBinding.Mcp mcp) {
        return TestingTool.named("send_mail")
                .is(effect, idempotency)
                .timeout(Duration.ofSeconds(10))
                .mcp(mcp);
    }

    ToolOutcome call(ToolSpec tool) {
        return got(start(tool, "{}", () -> true));
    }

    ToolOutcome call(ToolSpec tool, String arguments) {
        return got(start(tool, arguments, () -> true));
    }

    Uni<ToolOutcome> start(ToolSpec tool, String arguments, BooleanSupplier maySend) {
        return calls.call(request(tool, arguments, maySend, "agent:desk"));
    }

    ToolOutcome callAs(String space, ToolSpec tool) {
        return got(calls.call(request(tool, "{}", () -> true, space)));
    }

    LookUpOutcome lookUp(ToolSpec tool) {
        return got(calls.lookUp(request(tool, "{}", () -> true, "agent:desk")));
    }

    ToolOutcome call(ToolSpec tool, Optional<AgentSpec> agent, Optional<UserToken> user) {
        ToolRequest plain = request(tool, "{}", () -> true, "agent:desk");
        return got(calls.call(new ToolRequest(tool, plain.id(), plain.arguments(), KEY, agent, user, plain.maySend())));
    }

    private static ToolRequest request(ToolSpec tool, String arguments, BooleanSupplier maySend, String space) {
        ToolCallId id = new ToolCallId(
                "call_1",
                "run_1",
                1,
                "default",
                space,
                "desk",
                "desk",
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        JsonNode json = Json.parse(arguments).orElseThrow();
        return new ToolRequest(tool, id, json, KEY, Optional.empty(), maySend);
    }

    static JsonNode result(ToolOutcome outcome) {
        return ((ToolOutcome.Succeeded) outcome).result();
    }

    static <T> T got(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}

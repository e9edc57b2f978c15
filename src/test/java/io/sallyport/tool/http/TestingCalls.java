package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.config.EmbeddedFacts;
import io.sallyport.core.Secret;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.TestingObserver;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolCalls;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Calls of HTTP tools, put together without a container, with a name lookup that says what the test wants. */
final class TestingCalls implements AutoCloseable {
    static final String KEY = "k".repeat(64);

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    final TestingObserver observer = new TestingObserver();
    final ToolCalls calls;

    TestingCalls() {
        this(new NoIssuer(), new HttpClientOptions());
    }

    TestingCalls(EmbeddedFacts facts, HttpClientOptions options) {
        HttpTransport transport = new HttpTransport(
                vertx,
                options,
                (context, host) -> {
                    List<String> addresses = names.get(host);
                    return addresses == null
                            ? context.failedFuture(new UnknownHostException(host))
                            : context.succeededFuture(addresses.stream()
                                    .map(TestingCalls::address)
                                    .toList());
                },
                new HttpExchange.Limits(1024 * 1024, 4096));
        Issuer issuer = new Issuer(Optional.empty(), facts);
        TokenEndpoint endpoint = new TokenEndpoint(vertx, issuer, transport);
        AgentTokens tokens = new AgentTokens(issuer, endpoint::fetch, InstantSource.system(), (grant, outcome) -> {});
        HttpTools tools = new HttpTools(vertx, transport, tokens, InstantSource.system());
        calls = new ToolCalls(vertx, List.of(tools, new PageTools(vertx, transport)), observer, new ArgumentCheck());
    }

    /** From now on {@code host} resolves to these addresses. */
    TestingCalls name(String host, String... addresses) {
        names.put(host, List.of(addresses));
        return this;
    }

    Vertx vertx() {
        return vertx;
    }

    ToolOutcome call(ToolSpec tool) {
        return call(tool, "{}");
    }

    ToolOutcome call(ToolSpec tool, String arguments) {
        return await(start(tool, arguments, () -> true));
    }

    /** In the name of {@code user}. */
    ToolOutcome call(ToolSpec tool, UserToken user) {
        return await(calls.call(inNameOf(user, request(tool, "{}", () -> true))));
    }

    /** The question about a key, in the name of {@code user}. */
    LookUpOutcome lookUp(ToolSpec tool, UserToken user) {
        return await(calls.lookUp(inNameOf(user, request(tool, "{}", () -> true))));
    }

    private static ToolRequest inNameOf(UserToken user, ToolRequest request) {
        return new ToolRequest(
                request.tool(),
                request.id(),
                request.arguments(),
                request.key(),
                request.identity(),
                Optional.of(user),
                request.maySend());
    }

    Uni<ToolOutcome> start(ToolSpec tool, String arguments, BooleanSupplier maySend) {
        return calls.call(request(tool, arguments, maySend));
    }

    LookUpOutcome lookUp(ToolSpec tool, String arguments) {
        return await(calls.lookUp(request(tool, arguments, () -> true)));
    }

    static ToolRequest request(ToolSpec tool, String arguments, BooleanSupplier maySend) {
        ToolCallId id = new ToolCallId(
                "call_1",
                "run_1",
                1,
                "default",
                "agent:desk",
                "desk",
                "desk",
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        JsonNode json = Json.parse(arguments).orElseThrow();
        return new ToolRequest(tool, id, json, KEY, Optional.of(agent()), maySend);
    }

    static AgentSpec agent() {
        return new AgentSpec(
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
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByAddress(io.netty.util.NetUtil.createByteArrayFromIpAddressString(literal));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Future<Void> closed = vertx.close();
        try {
            closed.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** No embedded services. */
    static class NoIssuer implements EmbeddedFacts {
        @Override
        public Optional<String> apiKey() {
            return Optional.empty();
        }

        @Override
        public Optional<EmbeddedFacts.Issuer> issuer() {
            return Optional.empty();
        }

        @Override
        public Optional<Shop> shop() {
            return Optional.empty();
        }

        @Override
        public Optional<Inbox> inbox() {
            return Optional.empty();
        }

        @Override
        public Optional<Library> library() {
            return Optional.empty();
        }

        @Override
        public Optional<Greeting> greeting() {
            return Optional.empty();
        }
    }
}

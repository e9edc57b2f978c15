package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.LimitRules;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.RouteSpec.Candidate;
import io.sallyport.catalog.RouteSpec.RetrySpec;
import io.sallyport.catalog.RouteSpec.Timeouts;
import io.sallyport.chat.Capability;
import io.sallyport.core.Secret;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.dialect.openai.EmbeddingRequest;
import io.sallyport.dialect.openai.UpstreamRequest;
import io.sallyport.limit.LimitBook;
import io.sallyport.limit.Spender;
import io.sallyport.limit.TestingBudgets;
import io.sallyport.limit.TestingRates;
import io.sallyport.resilience.Deadline;
import io.sallyport.resilience.RetryGuards;
import io.sallyport.usage.TestingLedger;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Makes calls on a real event loop, on a route with the first named model as candidate and the others as fallbacks. The model
 * {@code large} has the larger context, {@code prefill} continues assistant messages, {@code cheap} costs a tenth, {@code unbounded} says of
 * nothing how much it is, {@code unpriced} has no price; {@code chatty} is declared to use tools, and {@code embedder} to embed, and both to do
 * nothing else. The others write 100 tokens at most, for 2000 each, after 1000 for each they read. Limits are 300 ms.
 */
final class TestingCalls implements AutoCloseable {
    private static final Duration TOTAL = Duration.ofSeconds(5);
    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300), Optional.empty(), TOTAL);

    static final Spender SPENDER = new Spender("default", "client", Set.of(), "alice", null, null);
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final CandidateHealth health = new CandidateHealth((model, state) -> {});
    final TestingRates rates = new TestingRates();
    final TestingBudgets budgets = new TestingBudgets();
    final TestingLedger ledger = new TestingLedger(budgets);
    private LimitsSpec routeLimits = LimitsSpec.NONE;
    private Duration maxWait = Duration.ZERO;
    private final DecisionLog decisions = new DecisionLog(100);

    /** The route has these limits. */
    TestingCalls limited(LimitSpec... limits) {
        routeLimits = new LimitsSpec(List.of(limits), List.of());
        return this;
    }

    /** Requests wait for others to settle. */
    TestingCalls waiting(Duration most) {
        maxWait = most;
        return this;
    }

    /** Begins a call, and cancels it when {@code when} says so. */
    TestingReply begun(TestingProvider provider, CompletableFuture<Void> when, String... models) {
        Made made = make(provider, TOTAL, ",\"stream\":true", models);
        when.thenRun(() -> made.context().runOnContext(cancel -> {
            made.call()[0].cancel();
            made.reply().over.complete(made.reply());
        }));
        return made.reply();
    }

    TestingReply whole(TestingProvider provider, String... models) {
        return whole(provider, TOTAL, models);
    }

    TestingReply whole(TestingProvider provider, Duration total, String... models) {
        return make(provider, total, "", models).reply().over.join();
    }

    /** @param more members of the body, with a comma in front of each */
    TestingReply wholeWith(String more, TestingProvider provider, String... models) {
        return make(provider, TOTAL, more, models).reply().over.join();
    }

    /** Two texts are to be embedded. */
    TestingReply embedded(TestingProvider provider, String... models) {
        EmbeddingRequest request = EmbeddingRequest.parse(
                "{\"model\":\"r\",\"input\":[\"one\",\"two\"]}".getBytes(StandardCharsets.UTF_8), 50);
        return make(provider, TOTAL, request, models).reply().over.join();
    }

    TestingReply streamed(TestingProvider provider, String... models) {
        return streamed(provider, TOTAL, models);
    }

    TestingReply streamed(TestingProvider provider, Duration total, String... models) {
        return make(provider, total, ",\"stream\":true", models).reply().over.join();
    }

    TestingReply cancelledAfterTheFirstToken(TestingProvider provider, String... models) {
        Made made = make(provider, TOTAL, ",\"stream\":true", models);
        made.context().runOnContext(waited -> vertx.setTimer(50, fired -> made.call()[0].cancel()));
        return made.reply();
    }

    void cancelledSoon(TestingProvider provider, String... models) {
        Made made = make(provider, TOTAL, "", models);
        made.context().runOnContext(waited -> vertx.setTimer(30, fired -> made.call()[0].cancel()));
    }

    List<Decision> decisions() {
        return decisions.of("r", Optional.empty());
    }

    private Made make(TestingProvider provider, Duration total, String more, String... names) {
        byte[] body = ("{\"model\":\"r\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}")
                .getBytes(StandardCharsets.UTF_8);
        return make(provider, total, ChatRequest.parse(body, 50), names);
    }

    private Made make(TestingProvider provider, Duration total, UpstreamRequest asked, String... names) {
        TestingReply reply = new TestingReply();
        reply.over.orTimeout(10, TimeUnit.SECONDS);
        RouteSpec route = route(Arrays.stream(names).map(TestingCalls::model).toList());
        RoutingServices services = new RoutingServices(
                Map.of(ProviderDialect.OPENAI, provider),
                health,
                new RetryGuards(),
                new RoutingLimits(1 << 20, 1 << 20, 1 << 20),
                decisions,
                new Spending(new LimitBook(), rates, budgets, ledger, () -> NOW),
                Observers.of(List.of()));
        ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
        ModelCall[] call = new ModelCall[1];
        context.runOnContext(run -> {
            CallStart start =
                    new CallStart("id", route, "client", SPENDER, asked.operation(), asked.stream(), null, null);
            call[0] = new ModelCall(
                    services, new CallRequest(start, catalog(route), asked, Deadline.after(total)), reply);
            call[0].begin();
        });
        return new Made(context, call, reply);
    }

    private Catalog catalog(RouteSpec route) {
        Map<String, ModelSpec> models = new LinkedHashMap<>();
        route.candidates().forEach(candidate -> models.put(candidate.model().name(), candidate.model()));
        route.fallbacks().forEach(model -> models.put(model.name(), model));
        ProviderSpec provider = new ProviderSpec(
                "p",
                ProviderDialect.OPENAI,
                Optional.empty(),
                Secret.of("none"),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                models);
        LimitRules rules = new LimitRules(ZoneOffset.UTC, LimitRules.OnStoreLoss.LOCAL, maxWait, LimitsSpec.NONE);
        return new Catalog(
                "1",
                Instant.EPOCH,
                Map.of("p", provider),
                Map.of("r", route),
                List.of(),
                Map.of(),
                Map.of(),
                rules,
                Map.of());
    }

    private RouteSpec route(List<ModelSpec> models) {
        return new RouteSpec(
                        "r",
                        List.of(new Candidate(models.getFirst(), 1)),
                        models.subList(1, models.size()),
                        TIMEOUTS,
                        new RetrySpec(2, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(1)),
                        new BreakerSpec(4, 0.5, Duration.ofSeconds(30)))
                .withLimits(routeLimits);
    }

    private static ModelSpec model(String name) {
        return new ModelSpec(
                "p/" + name,
                "p",
                name,
                name,
                name.equals("unbounded") ? OptionalInt.empty() : OptionalInt.of(name.equals("large") ? 65536 : 4096),
                name.equals("unbounded") ? OptionalInt.empty() : OptionalInt.of(100),
                OptionalInt.empty(),
                capabilities(name),
                name.equals("prefill"),
                name.equals("unpriced") ? Optional.empty() : Optional.of(price(name)));
    }

    private static PriceList price(String name) {
        BigDecimal input = new BigDecimal(name.equals("cheap") ? "0.10" : "1.00");
        return PriceList.of(Price.of(input, input.add(input), "USD"));
    }

    private static Optional<Set<Capability>> capabilities(String name) {
        return switch (name) {
            case "chatty" -> Optional.of(Set.of(Capability.TOOLS));
            case "embedder" -> Optional.of(Set.of(Capability.EMBEDDINGS));
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        vertx.close();
    }

    private record Made(ContextInternal context, ModelCall[] call, TestingReply reply) {}
}

package io.sallyport.telemetry;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Operation;
import io.sallyport.chat.Usage;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.Secret;
import io.sallyport.limit.Spender;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.Decision;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A small catalogue, and calls on it as routing would report them. */
final class TestingCalls {
    static final ModelSpec FIRST = model("alpha", "small");
    static final ModelSpec SECOND = model("beta", "large");
    static final RouteSpec ROUTE = new RouteSpec(
            "chat-default",
            List.of(new RouteSpec.Candidate(FIRST, 1)),
            List.of(SECOND),
            RouteSpec.Timeouts.DEFAULT,
            RouteSpec.RetrySpec.DEFAULT,
            RouteSpec.BreakerSpec.DEFAULT);
    static final Usage USAGE = new Usage(100, 40, 20, 5);

    private TestingCalls() {}

    private static ModelSpec model(String provider, String name) {
        return new ModelSpec(
                provider + "/" + name,
                provider,
                name,
                "up-" + name,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    static CatalogSource catalog() {
        Catalog catalog = new Catalog(
                "r1",
                Instant.EPOCH.plusSeconds(1000),
                Map.of("alpha", provider(FIRST), "beta", provider(SECOND)),
                Map.of(ROUTE.alias(), ROUTE),
                List.of());
        return new CatalogSource() {
            @Override
            public Catalog current() {
                return catalog;
            }

            @Override
            public void onChange(Consumer<Catalog> listener) {
                listener.accept(catalog);
            }
        };
    }

    /** A catalogue of other names. */
    static Catalog catalog(String route, String provider) {
        ModelSpec model = model(provider, "small");
        RouteSpec spec = new RouteSpec(
                route,
                List.of(new RouteSpec.Candidate(model, 1)),
                List.of(),
                RouteSpec.Timeouts.DEFAULT,
                RouteSpec.RetrySpec.DEFAULT,
                RouteSpec.BreakerSpec.DEFAULT);
        return new Catalog(route, Instant.EPOCH, Map.of(provider, provider(model)), Map.of(route, spec), List.of());
    }

    private static ProviderSpec provider(ModelSpec model) {
        return new ProviderSpec(
                model.provider(),
                ProviderDialect.OPENAI,
                Optional.of(URI.create("https://" + model.provider() + ".example/v1")),
                Secret.of("sk-secret"),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(model.name(), model));
    }

    static CallStart start(@Nullable String traceparent) {
        return start(Operation.CHAT, true, traceparent);
    }

    static CallStart embeddings() {
        return start(Operation.EMBEDDINGS, false, null);
    }

    private static CallStart start(Operation operation, boolean stream, @Nullable String traceparent) {
        return new CallStart(
                "req-1",
                ROUTE,
                "web-chat",
                new Spender("default", "web-chat", Set.of(), null, null, null),
                operation,
                stream,
                traceparent,
                null);
    }

    static AttemptRecord attempt(ModelSpec model, int number, AttemptOutcome outcome) {
        int status = outcome == AttemptOutcome.OK ? 200 : 503;
        return new AttemptRecord(model.ref(), number, outcome, status, 0, 12, 80, null, USAGE);
    }

    static Decision decision(Decision.Result result, @Nullable ProblemCode code) {
        Decision.Met met =
                code == ProblemCode.BUDGET_EXHAUSTED ? new Decision.Met("costPerDay", "client:web-chat") : null;
        return new Decision(
                "req-1",
                Instant.EPOCH,
                ROUTE.alias(),
                "web-chat",
                true,
                result,
                code,
                met,
                null,
                List.of(),
                List.of(),
                80);
    }
}

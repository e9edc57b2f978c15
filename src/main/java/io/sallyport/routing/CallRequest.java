package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.dialect.openai.UpstreamRequest;
import io.sallyport.provider.ProviderRequest;
import io.sallyport.resilience.Deadline;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a call is asked to do.
 *
 * @param catalog  the one snapshot the request sees
 * @param asked    the request as it came
 * @param deadline the route's total or the caller's own, whichever is sooner
 */
public record CallRequest(CallStart start, Catalog catalog, UpstreamRequest asked, Deadline deadline) {
    RouteSpec route() {
        return start.route();
    }

    /** The ledger's word for what is asked for. */
    String what() {
        return switch (asked.operation()) {
            case CHAT -> "chat";
            case EMBEDDINGS -> "embedding";
        };
    }

    /** The most that an attempt at {@code model} can come to, which is sent {@code bodyBytes}. */
    Bound bound(ModelSpec model, int bodyBytes) {
        return Bound.of(asked, model, bodyBytes);
    }

    /** The most that the answer can come to, whoever gives it, as far as that is known. */
    Bound widestBound() {
        return Bound.widest(asked, route());
    }

    /** The output limit that {@code model} is told where a budget applies and the caller has set none. */
    OptionalLong toldOutput(ModelSpec model) {
        return Bound.told(asked, model);
    }

    ProviderRequest toProvider(ModelSpec model, byte[] body) {
        ProviderSpec provider = Objects.requireNonNull(catalog.providers().get(model.provider()), model.ref());
        return new ProviderRequest(
                provider,
                model,
                Buffer.buffer(body),
                asked.operation(),
                asked.stream(),
                route().timeouts().connect(),
                Map.of());
    }
}

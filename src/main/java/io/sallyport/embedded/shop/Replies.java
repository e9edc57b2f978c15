package io.sallyport.embedded.shop;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** How the shop answers: on the request's own event loop, and at most once. */
final class Replies {
    private static final Logger LOG = Logger.getLogger(Replies.class);

    private Replies() {}

    /** Hands on what the book says; a book that cannot be read or written is 503. */
    static <T> void when(RoutingContext context, Uni<T> said, Consumer<T> next) {
        Context here = context.vertx().getOrCreateContext();
        var _ = said.subscribe()
                .with(
                        item -> here.runOnContext(_ -> next.accept(item)),
                        failure -> here.runOnContext(_ -> closed(context, failure)));
    }

    private static void closed(RoutingContext context, Throwable failure) {
        LOG.warnf("the example shop cannot reach its book: %s", failure.getMessage());
        OrderRefused refused = new OrderRefused(503, "closed", "The shop cannot reach its book. Try again later.");
        json(context, refused.status(), refused.body());
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        send(context, status, "application/json", body.encode());
    }

    static void send(RoutingContext context, int status, String type, String body) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        var _ = response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }
}

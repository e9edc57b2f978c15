package io.sallyport.edge.health;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Counts requests to REST resources among those being served. They are short: they are waited for and never ended by force. The end is the
 * exchange's own, because no response filter runs for a client that has hung up.
 */
@Singleton
class RestRequests {
    private final Draining draining;

    RestRequests(Draining draining) {
        this.draining = draining;
    }

    @ServerRequestFilter(preMatching = true)
    void begin(RoutingContext context) {
        Draining.Active active = draining.register("a request to the API", () -> {});
        var _ = context.addEndHandler(ended -> active.ended());
        // Whoever refuses a body that grows too large takes the response's end handler for itself.
        var _ = context.addBodyEndHandler(written -> active.ended());
        if (context.response().closed()) {
            // Too late for the handler above.
            active.ended();
        }
    }
}

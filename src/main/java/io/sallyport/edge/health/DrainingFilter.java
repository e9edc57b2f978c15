package io.sallyport.edge.health;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.edge.error.ProblemWriter;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Turns newcomers away once the replica is leaving, whatever they ask for; only health goes on answering. */
@Singleton
class DrainingFilter {
    /** Behind the filter that names the request, before anything that works on it. */
    private static final int ORDER = 19_000;

    private static final String HEALTH = "/q/health";
    private static final Problem LEAVING = Problem.of(
            ProblemCode.SHUTTING_DOWN,
            "This replica is shutting down and takes no new requests.",
            "Send the request again; another replica will take it.");

    private final Draining draining;

    DrainingFilter(Draining draining) {
        this.draining = draining;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, ORDER);
    }

    private void handle(RoutingContext context) {
        if (!draining.refusing() || context.normalizedPath().startsWith(HEALTH)) {
            context.next();
            return;
        }
        if (context.request().version() != HttpVersion.HTTP_2) {
            // So that the client's pool does not bring its next request here too; HTTP/2 has no such header.
            var _ = context.response().putHeader("Connection", "close");
        }
        ProblemWriter.write(context, LEAVING);
    }
}

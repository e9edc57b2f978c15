package io.sallyport.edge.health;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Counts requests to REST resources among those being served. They are short: they are waited for and never ended by force. */
@Singleton
class RestRequests {
    private static final String ACTIVE = "sallyport.active";

    private final Draining draining;

    RestRequests(Draining draining) {
        this.draining = draining;
    }

    @ServerRequestFilter(preMatching = true)
    void begin(ContainerRequestContext request) {
        request.setProperty(ACTIVE, draining.register(() -> {}));
    }

    @ServerResponseFilter
    void end(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(ACTIVE) instanceof Draining.Active active) {
            active.ended();
        }
    }
}

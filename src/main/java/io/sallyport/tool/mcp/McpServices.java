package io.sallyport.tool.mcp;

import io.quarkus.runtime.ShutdownEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.core.Permitted;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.http.Exchanges;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What all calls share: the wire, the sessions, and what is agreed to. */
@Singleton
class McpServices {
    private static final Logger LOG = Logger.getLogger(McpServices.class);
    private static final long LONGEST_END_MILLIS = 2500;

    private final Wire wire;
    private final Offers offers;
    private final Sessions sessions;
    private final PinCheck pins;

    @Inject
    McpServices(
            Vertx vertx,
            Exchanges exchanges,
            Pins pins,
            @Any Instance<McpObserver> observers,
            Instance<CatalogSource> catalogs) {
        this(vertx, exchanges, pins, McpObservers.of(observers.stream().toList()), Pace.USUAL);
        catalogs.stream().forEach(source -> source.onChange(this::follow));
    }

    /** For whoever puts it together without a container. */
    McpServices(Vertx vertx, Exchanges exchanges, Pins pins, McpObserver observer, Pace pace) {
        this.wire = new Wire(exchanges);
        this.offers = new Offers(pins);
        this.sessions = new Sessions((VertxInternal) vertx, wire, offers, observer, pace);
        this.pins = new PinCheck(offers);
    }

    /** Ends sessions with servers that {@code catalog} does not have. */
    void follow(Catalog catalog) {
        sessions.keep(catalog.mcp().values().stream().map(Place::of).collect(Collectors.toUnmodifiableSet()));
    }

    @Permitted(because = "it is the thread that stops the process, and servers are told within a bounded time")
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        try {
            var _ = sessions.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException deaf) {
            LOG.debug("not all MCP servers were told that their sessions are over");
        }
    }

    McpCall call(ContextInternal context, ToolAttempt attempt) {
        return new McpCall(context, sessions, pins, wire, attempt);
    }

    Sessions sessions() {
        return sessions;
    }

    Offers offers() {
        return offers;
    }
}

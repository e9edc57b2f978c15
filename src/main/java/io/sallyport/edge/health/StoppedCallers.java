package io.sallyport.edge.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopProblems;
import io.sallyport.stop.Stops;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Ends answers that have begun for clients that are stopped in the middle of them; nobody new of theirs comes in any more. */
@Singleton
class StoppedCallers {
    /** For whoever came in at the very moment and was not seen. */
    private static final long EVERY_MILLIS = 1000;

    private final Stops stops;
    private final Draining draining;
    private final Vertx vertx;
    private volatile long timer = -1;

    StoppedCallers(Stops stops, Draining draining, Vertx vertx) {
        this.stops = stops;
        this.draining = draining;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        stops.onChange(board -> look());
        timer = vertx.setPeriodic(EVERY_MILLIS, tick -> look());
    }

    void end(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (stops.board().has(StopKind.PRINCIPAL)) {
            draining.refuse(client -> stops.overPrincipal(client).map(StopProblems::principal));
        }
    }
}

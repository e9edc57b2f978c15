package io.sallyport.edge.health;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sallyport.config.SallyportConfig;
import io.sallyport.config.ShutdownSettings;
import io.sallyport.core.Permitted;
import io.sallyport.edge.health.Draining.Phase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Leaves in order: not ready, then nobody new, then time for those being served, then an explicit end for whoever is left. The event
 * comes before anything of the server is taken down, and the server waits for its observers.
 */
@Singleton
public class GracefulStop {
    private static final Logger LOG = Logger.getLogger(GracefulStop.class);

    private final Draining draining;
    private final ShutdownSettings settings;

    @Inject
    GracefulStop(Draining draining, SallyportConfig config) {
        this(draining, config.shutdown());
    }

    GracefulStop(Draining draining, ShutdownSettings settings) {
        this.draining = draining;
        this.settings = settings;
    }

    @Permitted(because = "it runs on the thread that ends the process, which has nothing to do but wait")
    void leave(@Observes ShutdownDelayInitiatedEvent told) {
        try {
            draining.enter(Phase.LEAVING);
            LOG.infof("leaving: not ready any more, serving for another %s", settings.delay());
            Thread.sleep(settings.delay());
            drain();
        } catch (InterruptedException e) {
            // Somebody wants the process gone sooner than we do; whoever is left still gets their explicit end.
            Thread.currentThread().interrupt();
            draining.enter(Phase.ENDING);
        }
    }

    private void drain() throws InterruptedException {
        draining.enter(Phase.REFUSING);
        LOG.infof("leaving: %d requests have %s to finish", draining.active(), settings.streamGrace());
        draining.awaitNobody(settings.streamGrace());
        int late = draining.active();
        if (late > 0) {
            LOG.warnf("leaving: ending %d requests that did not finish in time: %s", late, draining.some());
            draining.enter(Phase.ENDING);
            draining.awaitNobody(settings.endLimit());
        }
    }
}

package io.sallyport.run.driver;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sallyport.config.SallyportConfig;
import io.sallyport.config.ShutdownSettings;
import io.sallyport.core.Permitted;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * How a replica's runs leave it: at once where they are between effects, so that another replica goes on within the second, and as soon as
 * they are answered where an effect is under way. What has not been given back at the end is taken over when its lease expires.
 */
@Singleton
class Leaving {
    private static final Logger LOG = Logger.getLogger(Leaving.class);
    private static final int BEFORE_THE_CALLERS = 100;
    private static final int AFTER_THE_CALLERS = 10_000;

    private final Workers workers;
    private final ShutdownSettings settings;

    Leaving(Workers workers, SallyportConfig config) {
        this.workers = workers;
        this.settings = config.shutdown();
    }

    void begin(@Observes @Priority(BEFORE_THE_CALLERS) ShutdownDelayInitiatedEvent told) {
        workers.leave();
    }

    @Permitted(because = "it runs on the thread that ends the process, which has nothing to do but wait")
    void await(@Observes @Priority(AFTER_THE_CALLERS) ShutdownDelayInitiatedEvent told) {
        try {
            if (!workers.gone().await(settings.streamGrace().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("leaving: %d runs are still at an effect; others take them over", workers.active());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

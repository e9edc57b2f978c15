package io.sallyport.usage.pg;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Permitted;
import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageLedger;
import io.sallyport.usage.UsageObserver;
import io.sallyport.usage.UsageObserver.Dropped;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The ledger in the table {@code usage_entry}. */
@Singleton
class PgUsageLedger implements UsageLedger {
    private static final Logger LOG = Logger.getLogger(PgUsageLedger.class);
    private static final Duration LAST = Duration.ofSeconds(5);

    /** Requests and runs have ended by then, and said what they used. */
    private static final int AFTER_EVERYBODY = 20_000;

    private final Backlog backlog;
    private final Pump pump;
    private final UsageObserver observer;

    @Inject
    PgUsageLedger(Vertx vertx, UsageStore store, SallyportConfig config, @All List<UsageObserver> observers) {
        this(vertx, store, config.usage().queue(), observers.getFirst());
    }

    PgUsageLedger(Vertx vertx, UsageStore store, int queue, UsageObserver observer) {
        this.backlog = new Backlog(queue);
        this.pump = new Pump(vertx, backlog, store::write, observer);
        this.observer = observer;
    }

    @Override
    public void write(UsageEntry entry) {
        int size = backlog.add(entry);
        if (size > 0) {
            pump.added(size);
        } else {
            observer.dropped(entry.settlements().isEmpty() ? Dropped.FULL : Dropped.FULL_SETTLEMENT);
        }
    }

    @Override
    public Uni<Void> flushed() {
        return pump.flushed();
    }

    @Permitted(because = "it runs on the thread that ends the process, which has nothing to do but wait")
    void finish(@Observes @Priority(AFTER_EVERYBODY) ShutdownDelayInitiatedEvent told) {
        CountDownLatch written = new CountDownLatch(1);
        var _ = flushed().subscribe().with(done -> written.countDown());
        try {
            if (!written.await(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("leaving: %d entries of the ledger could not be written", backlog.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

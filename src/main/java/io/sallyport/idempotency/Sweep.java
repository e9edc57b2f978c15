package io.sallyport.idempotency;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Removes what is old, one small batch at a time, on whichever replica's turn it is. Replicas need not agree: two that meet skip each
 * other's rows. A batch that came back full is followed by the next one soon, so that a backlog is worked off without ever holding anything
 * for long.
 */
final class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    static final Duration USUAL = Duration.ofMinutes(1);
    static final Duration SOON = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Clockwork clockwork;
    private final RandomGenerator jitter;
    private final Swept swept;
    private final AtomicBoolean stopped = new AtomicBoolean();

    Sweep(Vertx vertx, RandomGenerator jitter, Swept swept) {
        this((wait, task) -> vertx.setTimer(wait.toMillis(), tick -> task.run()), jitter, swept);
    }

    Sweep(Clockwork clockwork, RandomGenerator jitter, Swept swept) {
        this.clockwork = clockwork;
        this.jitter = jitter;
        this.swept = swept;
    }

    /** Calls back once. */
    @FunctionalInterface
    interface Clockwork {
        void after(Duration wait, Runnable task);
    }

    void start() {
        after(swept.usual());
    }

    void stop() {
        stopped.set(true);
    }

    private void after(Duration wait) {
        if (!stopped.get()) {
            long millis = wait.toMillis();
            clockwork.after(Duration.ofMillis(millis / 2 + jitter.nextLong(millis)), this::sweep);
        }
    }

    private void sweep() {
        if (stopped.get()) {
            return;
        }
        var _ = Uni.createFrom()
                .deferred(swept::removeSome)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(removed -> after(removed >= swept.batch() ? SOON : swept.usual()), this::failed);
    }

    /** The store is away, or somebody holds a row: there is no hurry. */
    private void failed(Throwable why) {
        LOG.debugf(why, "nothing old was removed this time");
        after(swept.usual());
    }
}

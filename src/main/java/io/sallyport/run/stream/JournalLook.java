package io.sallyport.run.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/**
 * Looks at the journals of watched runs every now and then: seldom while news arrives, because any of it can be lost, and often while none
 * does. One statement serves a thousand runs.
 */
@Singleton
class JournalLook {
    private static final long SELDOM_MILLIS = 1_500;
    private static final long OFTEN_MILLIS = 375;

    private final RunStreams streams;
    private final Vertx vertx;
    private final RandomGenerator chance;
    private volatile boolean stopped;

    @Inject
    JournalLook(RunStreams streams, Vertx vertx) {
        this(streams, vertx, RandomGenerator.getDefault());
    }

    JournalLook(RunStreams streams, Vertx vertx, RandomGenerator chance) {
        this.streams = streams;
        this.vertx = vertx;
        this.chance = chance;
    }

    void begin(@Observes StartupEvent started) {
        later();
    }

    void end(@Observes ShutdownEvent ended) {
        stopped = true;
    }

    private void later() {
        if (!stopped) {
            var _ = vertx.setTimer(delayMillis(), due -> look());
        }
    }

    /** A third more or less, so that replicas do not look in step. */
    private long delayMillis() {
        long usual = streams.connected() ? SELDOM_MILLIS : OFTEN_MILLIS;
        return usual * 2 / 3 + chance.nextLong(usual * 2 / 3);
    }

    private void look() {
        var _ = Uni.createFrom()
                .deferred(streams::look)
                .onTermination()
                .invoke(this::later)
                .subscribe()
                .with(done -> {}, unreachable -> {});
    }
}

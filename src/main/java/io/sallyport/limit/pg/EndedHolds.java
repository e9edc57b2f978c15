package io.sallyport.limit.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.idempotency.Sweep;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Gives back what reservations hold whose holder has gone. Nobody has to wait for it: a reservation that needs the room takes it, and what is shown
 * does not count it.
 */
@Singleton
class EndedHolds {
    static final int BATCH = 200;

    private static final Duration USUAL = Duration.ofSeconds(2);
    private static final String EXPIRE = "SELECT budget_expire($1)";

    private final Pool pool;
    private final Sweep sweep;

    EndedHolds(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.sweep = new Sweep(vertx, RandomGenerator.getDefault(), USUAL, BATCH, this::removeSome);
    }

    void start(@Observes StartupEvent event) {
        sweep.start();
    }

    void stop(@Observes ShutdownEvent event) {
        sweep.stop();
    }

    Uni<Integer> removeSome() {
        return pool.preparedQuery(EXPIRE)
                .execute(Tuple.of(BATCH))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}

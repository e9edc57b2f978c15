package io.sallyport.usage.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.config.SallyportConfig;
import io.sallyport.idempotency.Sweep;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Removes entries whose time is over. */
@Singleton
class OldEntries {
    static final int BATCH = 1000;

    private static final String REMOVE = "DELETE FROM usage_entry WHERE id IN (SELECT id FROM usage_entry"
            + " WHERE at < now() - make_interval(secs => $1) ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)";

    private final Pool pool;
    private final Duration keep;
    private final Sweep sweep;

    @Inject
    OldEntries(Vertx vertx, Pool pool, SallyportConfig config) {
        this(vertx, pool, config.usage().keep());
    }

    OldEntries(Vertx vertx, Pool pool, Duration keep) {
        this.pool = pool;
        this.keep = keep;
        this.sweep = new Sweep(vertx, RandomGenerator.getDefault(), BATCH, this::removeSome);
    }

    void start(@Observes StartupEvent event) {
        sweep.start();
    }

    void stop(@Observes ShutdownEvent event) {
        sweep.stop();
    }

    Uni<Integer> removeSome() {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of((double) keep.toSeconds(), BATCH))
                .map(SqlResult::rowCount);
    }
}

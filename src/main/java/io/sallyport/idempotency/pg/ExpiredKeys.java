package io.sallyport.idempotency.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.idempotency.Sweep;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/** Removes callers' keys whose time is over. */
@Singleton
class ExpiredKeys {
    static final int BATCH = 500;

    private static final String REMOVE = "DELETE FROM api_idempotency WHERE ctid IN (SELECT ctid FROM api_idempotency"
            + " WHERE expires_at < now() ORDER BY expires_at LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED)";

    private final Pool pool;
    private final Sweep sweep;

    ExpiredKeys(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.sweep = new Sweep(vertx, RandomGenerator.getDefault(), BATCH, this::removeSome);
    }

    void start(@Observes StartupEvent event) {
        sweep.start();
    }

    void stop(@Observes ShutdownEvent event) {
        sweep.stop();
    }

    Uni<Integer> removeSome() {
        return pool.query(REMOVE).execute().map(SqlResult::rowCount);
    }
}

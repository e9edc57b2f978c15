package io.sallyport.limit.pg;

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

/**
 * Removes accounts of windows that are long over: with a limit for each user and hour there is a new one for each of them. Whoever holds something
 * of one at this moment makes the statement fail as a whole; the next sweep finds it ended.
 */
@Singleton
class OldAccounts {
    static final int BATCH = 500;
    static final int DAYS = 40;

    private static final String REMOVE = "DELETE FROM budget_account WHERE id IN (SELECT a.id FROM budget_account a"
            + " WHERE a.ends_at < now() - interval '" + DAYS + " days'"
            + " AND NOT EXISTS (SELECT FROM budget_hold h WHERE h.account = a.id)"
            + " ORDER BY a.ends_at LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED)";

    private final Pool pool;
    private final Sweep sweep;

    OldAccounts(Vertx vertx, Pool pool) {
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

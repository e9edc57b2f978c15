package io.sallyport.tool.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.idempotency.Retention;
import io.sallyport.idempotency.Sweep;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/** Removes direct calls whose time is over, with what was said in them. Calls that runs made go with their runs. */
@Singleton
class OldCalls {
    static final int BATCH = 200;

    private final Pool pool;
    private final Retention retention;
    private final Sweep sweep;

    OldCalls(Vertx vertx, Pool pool, Retention retention) {
        this.pool = pool;
        this.retention = retention;
        this.sweep = new Sweep(vertx, RandomGenerator.getDefault(), BATCH, this::removeSome);
    }

    void start(@Observes StartupEvent event) {
        sweep.start();
    }

    void stop(@Observes ShutdownEvent event) {
        sweep.stop();
    }

    Uni<Integer> removeSome() {
        return pool.preparedQuery(LedgerSql.REMOVE_OLD)
                .execute(Tuple.of(
                        PgDirectLedger.seconds(retention.keep()),
                        PgDirectLedger.seconds(retention.keepUnknown()),
                        BATCH))
                .map(SqlResult::rowCount);
    }
}

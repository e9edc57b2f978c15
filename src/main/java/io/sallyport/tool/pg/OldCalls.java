package io.sallyport.tool.pg;

import io.sallyport.idempotency.Retention;
import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Removes direct calls whose time is over, with what was said in them. Calls that runs made go with their runs. */
@Singleton
class OldCalls implements Swept {
    static final int BATCH = 200;

    private final Pool pool;
    private final Retention retention;

    OldCalls(Pool pool, Retention retention) {
        this.pool = pool;
        this.retention = retention;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Uni<Integer> removeSome() {
        return pool.preparedQuery(LedgerSql.REMOVE_OLD)
                .execute(Tuple.of(
                        PgDirectLedger.seconds(retention.keep()),
                        PgDirectLedger.seconds(retention.keepUnknown()),
                        BATCH))
                .map(SqlResult::rowCount);
    }
}

package io.sallyport.idempotency.pg;

import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import jakarta.inject.Singleton;

/** Removes callers' keys whose time is over. */
@Singleton
class ExpiredKeys implements Swept {
    static final int BATCH = 500;

    private static final String REMOVE = "DELETE FROM api_idempotency WHERE ctid IN (SELECT ctid FROM api_idempotency"
            + " WHERE expires_at < now() ORDER BY expires_at LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED)";

    private final Pool pool;

    ExpiredKeys(Pool pool) {
        this.pool = pool;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Uni<Integer> removeSome() {
        return pool.query(REMOVE).execute().map(SqlResult::rowCount);
    }
}

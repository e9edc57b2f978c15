package io.sallyport.limit.pg;

import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import jakarta.inject.Singleton;

/**
 * Removes accounts of windows that are long over: with a limit for each user and hour there is a new one for each of them. Whoever holds something
 * of one at this moment makes the statement fail as a whole; the next sweep finds it ended.
 */
@Singleton
class OldAccounts implements Swept {
    static final int BATCH = 500;
    static final int DAYS = 40;

    private static final String REMOVE = "DELETE FROM budget_account WHERE id IN (SELECT a.id FROM budget_account a"
            + " WHERE a.ends_at < now() - interval '" + DAYS + " days'"
            + " AND NOT EXISTS (SELECT FROM budget_hold h WHERE h.account = a.id)"
            + " ORDER BY a.ends_at LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED)";

    private final Pool pool;

    OldAccounts(Pool pool) {
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

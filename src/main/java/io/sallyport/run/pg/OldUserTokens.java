package io.sallyport.run.pg;

import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Lets users' tokens go that have expired. Nobody reads one after its end; this is so that it is not there either. Of a run that goes on it
 * stays known in whose name it acts; a row without such a run goes whole. A row is there before its run, and may have expired by then: whose run
 * is not there yet has some seconds more.
 */
@Singleton
class OldUserTokens implements Swept {
    private static final int BATCH = 500;
    private static final Duration USUAL = Duration.ofSeconds(10);

    private static final String EXPIRED =
            "WITH old AS (SELECT u.run, EXISTS (SELECT FROM run r WHERE r.id = u.run AND r.ended_at IS NULL) AS goes_on"
                    + " FROM run_user u WHERE u.token IS NOT NULL AND u.expires_at <= now()"
                    + " AND (u.expires_at <= now() - interval '15 seconds' OR EXISTS (SELECT FROM run r WHERE r.id = u.run))"
                    + " ORDER BY u.expires_at LIMIT $1 FOR UPDATE OF u SKIP LOCKED),"
                    + " emptied AS (UPDATE run_user u SET token = NULL FROM old WHERE u.run = old.run AND old.goes_on),"
                    + " gone AS (DELETE FROM run_user u USING old WHERE u.run = old.run AND NOT old.goes_on)"
                    + " SELECT count(*) FROM old";

    private final Pool pool;

    OldUserTokens(Pool pool) {
        this.pool = pool;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Duration usual() {
        return USUAL;
    }

    @Override
    public Uni<Integer> removeSome() {
        return pool.preparedQuery(EXPIRED)
                .execute(Tuple.of(BATCH))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}

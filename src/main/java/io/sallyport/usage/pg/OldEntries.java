package io.sallyport.usage.pg;

import io.sallyport.config.SallyportConfig;
import io.sallyport.core.StartRefused;
import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Removes entries whose time is over. */
@Singleton
class OldEntries implements Swept {
    static final int BATCH = 1000;
    private static final Duration LEAST = Duration.ofDays(31);

    private static final String REMOVE = "DELETE FROM usage_entry WHERE id IN (SELECT id FROM usage_entry"
            + " WHERE at < now() - make_interval(secs => $1) ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)";

    private final Pool pool;
    private final Duration keep;

    @Inject
    OldEntries(Pool pool, SallyportConfig config) {
        this(pool, config.usage().keep());
    }

    /** Refuses to keep entries for less than the longest window of a budget: what it says is used could not be looked up. */
    OldEntries(Pool pool, Duration keep) {
        if (keep.compareTo(LEAST) < 0) {
            throw new StartRefused("sallyport.usage.keep is " + keep + ": entries are kept for at least 31d.");
        }
        this.pool = pool;
        this.keep = keep;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Uni<Integer> removeSome() {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of((double) keep.toSeconds(), BATCH))
                .map(SqlResult::rowCount);
    }
}

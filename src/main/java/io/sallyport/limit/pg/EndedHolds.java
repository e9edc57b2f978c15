package io.sallyport.limit.pg;

import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Gives back what reservations hold whose holder has gone. Nobody has to wait for it: a reservation that needs the room takes it, and what is shown
 * does not count it.
 */
@Singleton
class EndedHolds implements Swept {
    static final int BATCH = 200;

    private static final Duration USUAL = Duration.ofSeconds(2);
    private static final String EXPIRE = "SELECT budget_expire($1)";

    private final Pool pool;

    EndedHolds(Pool pool) {
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
        return pool.preparedQuery(EXPIRE)
                .execute(Tuple.of(BATCH))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}

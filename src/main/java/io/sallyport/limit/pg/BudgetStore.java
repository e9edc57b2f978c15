package io.sallyport.limit.pg;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Sends the statements of budgets, all behind one guard: a database that hangs costs each request a bounded wait, and then nobody for a while. */
@Singleton
class BudgetStore {
    private static final int LIMIT_MILLIS = 2000;

    /** The class of SQLSTATEs that are about a value. */
    private static final String DATA_EXCEPTION = "22";

    private final Pool pool;

    BudgetStore(Pool pool) {
        this.pool = pool;
    }

    /** The database answers, and does not take a value: who sent it must not be able to shut the door for everybody. */
    static final class ValueRefused extends RuntimeException {
        ValueRefused(Throwable cause) {
            super("the budgets do not take a value", cause);
        }
    }

    /** The rows. What was cut off may still be committed. */
    @Timeout(LIMIT_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = 6, failureRatio = 1, delay = 1000, skipOn = ValueRefused.class)
    @NonBlocking
    Uni<RowSet<Row>> send(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .onFailure(BudgetStore::isOfValue)
                .transform(ValueRefused::new);
    }

    private static boolean isOfValue(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && refused.getSqlState().startsWith(DATA_EXCEPTION);
    }
}

package io.sallyport.idempotency.pg;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Sends statements, all of them behind one guard: a database that hangs costs each caller a bounded wait, and then nobody for a while. */
@Singleton
class AnswerConnection {
    private static final int LIMIT_MILLIS = 2000;

    private final Pool pool;

    AnswerConnection(Pool pool) {
        this.pool = pool;
    }

    /** The rows. What was cut off may still be committed. */
    @Timeout(LIMIT_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = 6, failureRatio = 1, delay = 1000)
    @NonBlocking
    Uni<RowSet<Row>> send(String sql, List<Object> values) {
        return pool.preparedQuery(sql).execute(Tuple.tuple(values));
    }
}

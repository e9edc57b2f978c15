package io.sallyport.tool.mcp.pg;

import io.sallyport.checkpoint.StoreUnavailable;
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

/** Sends statements, all of them behind one guard. */
@Singleton
class PinStore {
    private final Pool pool;

    PinStore(Pool pool) {
        this.pool = pool;
    }

    /** The rows; fails with {@link StoreUnavailable}, or as the guard does. */
    @Timeout(2000)
    @CircuitBreaker(requestVolumeThreshold = 6, failureRatio = 1, delay = 1000)
    @NonBlocking
    Uni<RowSet<Row>> send(String sql, List<Object> values) {
        return pool.preparedQuery(sql)
                .execute(Tuple.tuple(values))
                .onFailure()
                .transform(
                        failure -> new StoreUnavailable("the pins of remote tools did not take a statement", failure));
    }
}

package io.sallyport.run.pg;

import io.sallyport.checkpoint.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** One statement that changes nothing, within its time; whatever goes wrong, the store is what could not. */
final class Reads {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Pool pool;

    Reads(Pool pool) {
        this.pool = pool;
    }

    <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> reader) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(reader)
                        .toList())
                .onFailure()
                .transform(failure -> new StoreUnavailable("runs could not be read", failure));
    }
}

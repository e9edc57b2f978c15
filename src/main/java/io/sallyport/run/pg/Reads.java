package io.sallyport.run.pg;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.run.stream.FewAtOnce;
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

    /**
     * Readers of streams may have twelve connections. Together they leave some of the usual twenty to owners of runs: a renewal that stands in
     * line behind a crowd of readers comes too late.
     */
    private static final int MOST_AT_ONCE = 6;

    private static final int MOST_WAITING = 2_000;

    private final Pool pool;
    private final FewAtOnce turns = new FewAtOnce(MOST_AT_ONCE, MOST_WAITING);

    Reads(Pool pool) {
        this.pool = pool;
    }

    <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> reader) {
        return turns.ask(() -> read(sql, values, reader));
    }

    private <T> Uni<List<T>> read(String sql, Tuple values, Function<Row, T> reader) {
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

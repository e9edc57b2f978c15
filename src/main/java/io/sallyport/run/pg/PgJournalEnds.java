package io.sallyport.run.pg;

import io.sallyport.run.stream.JournalEnds;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** From the column {@code next_seq}, which each commit raises. */
@Singleton
class PgJournalEnds implements JournalEnds {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pool pool;

    PgJournalEnds(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Map<String, Long>> of(Collection<String> runs) {
        return pool.preparedQuery("SELECT id, next_seq - 1 FROM run WHERE id = ANY($1)")
                .execute(Tuple.of(runs.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Long> ends = new HashMap<>();
                    for (Row row : rows) {
                        ends.put(row.getString(0), row.getLong(1));
                    }
                    return ends;
                })
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }
}

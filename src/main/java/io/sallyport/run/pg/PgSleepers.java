package io.sallyport.run.pg;

import io.sallyport.run.Sleepers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads which runs wait, by the index of what can be claimed. */
@Singleton
class PgSleepers implements Sleepers {
    private static final int MOST_SORTS = 10_000;
    private static final String SORTS =
            "SELECT DISTINCT revision, client FROM run WHERE status LIKE 'WAITING\\_%' LIMIT $1";
    private static final String RUNS =
            "SELECT id FROM run WHERE status LIKE 'WAITING\\_%' AND revision = $1 AND client = $2 LIMIT $3";

    private final Reads reads;

    PgSleepers(Pool pool) {
        this.reads = new Reads(pool);
    }

    @Override
    public Uni<List<Sort>> sorts() {
        return reads.list(
                SORTS, Tuple.of(MOST_SORTS), row -> new Sort(row.getString("revision"), row.getString("client")));
    }

    @Override
    public Uni<List<String>> runs(Sort sort, int most) {
        return reads.list(RUNS, Tuple.of(sort.revision(), sort.client(), most), row -> row.getString("id"));
    }
}

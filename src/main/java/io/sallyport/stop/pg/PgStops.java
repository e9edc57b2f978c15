package io.sallyport.stop.pg;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopLedger;
import io.sallyport.stop.StopOrder;
import io.sallyport.stop.StopRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Writes stops: each by one statement, which a unique index makes happen once. */
@Singleton
class PgStops implements StopLedger {
    private static final Logger LOG = Logger.getLogger(PgStops.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Of two who stop the same thing at the same moment one may see neither its own row nor the other's: it asks again. */
    private static final int TRIES = 3;

    private static final String PUT = """
            WITH put AS (
                INSERT INTO stop (kind, name, reason, stopped_by)
                SELECT $1::text, $2::text, $3::text, $4::text
                WHERE (SELECT count(*) FROM stop WHERE lifted_at IS NULL) < $5
                ON CONFLICT (kind, name) WHERE lifted_at IS NULL DO NOTHING
                RETURNING id, kind, name, reason, stopped_by, stopped_at, lifted_by, lifted_at
            )
            SELECT id, kind, name, reason, stopped_by, stopped_at, lifted_by, lifted_at, true AS fresh FROM put
            UNION ALL
            SELECT id, kind, name, reason, stopped_by, stopped_at, lifted_by, lifted_at, false FROM stop
            WHERE kind = $1 AND name = $2 AND lifted_at IS NULL AND NOT EXISTS (SELECT 1 FROM put)
            """;

    private static final String LIFT = """
            UPDATE stop SET lifted_by = $3, lifted_at = now()
            WHERE kind = $1 AND name = $2 AND lifted_at IS NULL
            RETURNING id, kind, name, reason, stopped_by, stopped_at, lifted_by, lifted_at
            """;

    private static final String HISTORY = """
            SELECT id, kind, name, reason, stopped_by, stopped_at, lifted_by, lifted_at FROM stop ORDER BY id DESC LIMIT $1
            """;

    private final Pool pool;
    private final StopWatch watch;

    PgStops(Pool pool, StopWatch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    @Override
    public Uni<Put> put(StopOrder order) {
        return put(order, TRIES).chain(put -> watch.told().replaceWith(put)).invoke(put -> {
            if (put.isNew()) {
                LOG.warnf("%s was stopped by %s: %s", put.record().stop().target(), order.by(), order.reason());
            }
        });
    }

    private Uni<Put> put(StopOrder order, int tries) {
        Tuple values = Tuple.of(order.kind().label(), order.name(), order.reason(), order.by(), MOST);
        return asked(PUT, values).chain(rows -> {
            Optional<Put> put = rows.stream()
                    .findFirst()
                    .flatMap(row -> StopRows.record(row).map(record -> new Put(record, row.getBoolean("fresh"))));
            if (put.isPresent()) {
                return Uni.createFrom().item(put.get());
            }
            return tries > 1 ? put(order, tries - 1) : Uni.createFrom().failure(tooMany());
        });
    }

    @Override
    public Uni<Optional<StopRecord>> lift(StopKind kind, String name, String by) {
        return asked(LIFT, Tuple.of(kind.label(), name, by))
                .map(rows -> rows.stream().findFirst().flatMap(StopRows::record))
                .chain(lifted -> watch.told().replaceWith(lifted))
                .invoke(lifted -> lifted.ifPresent(record -> LOG.warnf(
                        "the stop of %s was lifted by %s", record.stop().target(), by)));
    }

    @Override
    public Uni<List<StopRecord>> history(int most) {
        return asked(HISTORY, Tuple.of(most))
                .map(rows -> rows.stream()
                        .flatMap(row -> StopRows.record(row).stream())
                        .toList());
    }

    private Uni<List<Row>> asked(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(PgStops::rows)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(PgStops::unavailable);
    }

    private static List<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private static ProblemException tooMany() {
        return Problem.of(
                        ProblemCode.CONFLICT,
                        "There are " + MOST + " stops already.",
                        "Lift what is not needed any more, or stop several by one name with *.")
                .exception();
    }

    private static ProblemException unavailable(Throwable cause) {
        LOG.warnf("stops: %s", cause);
        return Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The database that holds the stops cannot be reached.",
                        "Try again; nothing that did not answer is to be taken as done.")
                .with(Problem.RETRY_AFTER_SECONDS, 2)
                .exception();
    }
}

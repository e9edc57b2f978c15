package io.sallyport.checkpoint.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One way to PostgreSQL for every statement in here. No answer is waited for longer than {@link #TRY}: a little longer than the database
 * works on a statement, so that as a rule it is the database that gives up and says so.
 */
final class Database {
    static final Duration TRY = Duration.ofMillis(5500);

    /** How long reads and renewals try again: enough for a connection that was stale, and for two statements in each other's way. */
    private static final Duration BRIEFLY = Duration.ofMillis(400);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /** One try. */
    Uni<List<Row>> once(Sql sql, Sql.Values values, Duration limit) {
        return Uni.createFrom()
                .deferred(() -> pool.preparedQuery(sql.text()).execute(sql.bind(values)))
                .ifNoItem()
                .after(limit)
                .fail()
                .map(Database::rows);
    }

    /** One try, within what is left of {@code patience}. */
    Uni<List<Row>> once(Sql sql, Sql.Values values, Patience patience) {
        return once(sql, values, patience.limit(TRY));
    }

    /** A statement that may be repeated: a read, or a write that does nothing the second time. */
    Uni<List<Row>> ask(Sql sql, Sql.Values values) {
        return ask(sql, values, new Patience(BRIEFLY));
    }

    Uni<List<Row>> ask(Sql sql, Sql.Values values, Patience patience) {
        return once(sql, values, TRY).onFailure(Failures::passing).recoverWithUni(failure -> {
            patience.note(failure);
            return Failures.lasting(failure)
                    ? Uni.createFrom().failure(Failures.unavailable(failure))
                    : patience.pause().chain(() -> ask(sql, values, patience));
        });
    }

    <T> Uni<Optional<T>> askForOne(Sql sql, Sql.Values values, Function<Row, T> reader) {
        return ask(sql, values).map(rows -> rows.stream().findFirst().map(reader));
    }

    <T> Uni<List<T>> askForAll(Sql sql, Sql.Values values, Function<Row, T> reader) {
        return ask(sql, values).map(rows -> rows.stream().map(reader).toList());
    }

    private static List<Row> rows(RowSet<Row> set) {
        List<Row> rows = new ArrayList<>(set.size());
        for (RowIterator<Row> all = set.iterator(); all.hasNext(); ) {
            rows.add(all.next());
        }
        return rows;
    }
}

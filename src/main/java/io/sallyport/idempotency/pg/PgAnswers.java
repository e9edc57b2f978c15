package io.sallyport.idempotency.pg;

import io.sallyport.core.Sha256;
import io.sallyport.idempotency.Retention;
import io.sallyport.idempotency.answer.AnswerKey;
import io.sallyport.idempotency.answer.AnswerStore;
import io.sallyport.idempotency.answer.KeptAnswer;
import io.sallyport.idempotency.answer.KeyRow;
import io.sallyport.idempotency.answer.KeyRow.State;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record of keys in the table {@code keyed_answer}. */
@Singleton
class PgAnswers implements AnswerStore {
    /** How often a key may come and go between two statements before something else must be wrong. */
    private static final int MOST_LOOKS = 5;

    private final AnswerConnection connection;
    private final Duration keep;

    PgAnswers(AnswerConnection connection, Retention retention) {
        this.connection = connection;
        this.keep = retention.keep();
    }

    /** A lost answer is asked for again, once: the row says by its owner whether it was written. */
    @Override
    public Uni<KeyRow> open(AnswerKey key, String owner, Duration lease) {
        Uni<KeyRow> opened = open(key, owner, lease, MOST_LOOKS);
        return opened.onFailure().recoverWithUni(() -> open(key, owner, lease, MOST_LOOKS));
    }

    private Uni<KeyRow> open(AnswerKey key, String owner, Duration lease, int looks) {
        return send(
                        AnswerSql.OPEN,
                        buffer(key.id()),
                        key.route(),
                        buffer(key.fingerprint()),
                        owner,
                        seconds(lease),
                        seconds(keep))
                .flatMap(rows -> first(rows)
                        .map(row -> Uni.createFrom().item(row))
                        .orElseGet(() -> again(key, owner, lease, looks)));
    }

    private Uni<KeyRow> again(AnswerKey key, String owner, Duration lease, int looks) {
        return looks > 0
                ? open(key, owner, lease, looks - 1)
                : Uni.createFrom().failure(() -> new IllegalStateException("a key came and went"));
    }

    @Override
    public Uni<Optional<KeyRow>> find(AnswerKey key) {
        return send(AnswerSql.FIND, buffer(key.id())).map(PgAnswers::first);
    }

    @Override
    public Uni<Boolean> renew(AnswerKey key, String owner, Duration lease) {
        return send(AnswerSql.RENEW, buffer(key.id()), owner, seconds(lease)).map(PgAnswers::any);
    }

    @Override
    public Uni<Boolean> keep(AnswerKey key, String owner, KeptAnswer answer) {
        return send(
                        AnswerSql.END,
                        buffer(key.id()),
                        owner,
                        State.DONE.name(),
                        seconds(keep),
                        answer.status(),
                        answer.contentType(),
                        answer.route(),
                        answer.body())
                .map(PgAnswers::any);
    }

    @Override
    public Uni<Boolean> keepNothing(AnswerKey key, String owner) {
        return send(
                        AnswerSql.END,
                        buffer(key.id()),
                        owner,
                        State.NOT_KEPT.name(),
                        seconds(keep),
                        null,
                        null,
                        null,
                        null)
                .map(PgAnswers::any);
    }

    @Override
    public Uni<Boolean> release(AnswerKey key, String owner) {
        return send(AnswerSql.RELEASE, buffer(key.id()), owner).map(PgAnswers::any);
    }

    /** Sent anew for each subscription, so that it can be tried again. */
    private Uni<RowSet<Row>> send(String sql, @Nullable Object... values) {
        return Uni.createFrom().deferred(() -> connection.send(sql, Arrays.asList(values)));
    }

    private static Optional<KeyRow> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(row(rows.iterator().next()));
    }

    private static KeyRow row(Row row) {
        State state = State.valueOf(row.getString("state"));
        return new KeyRow(
                state,
                row.getString("owner"),
                row.getLong("epoch"),
                Sha256.from(bytes(row, "fingerprint").getBytes()),
                Duration.ofMillis(Math.round(row.getDouble("age") * 1000)),
                row.getBoolean("lease_over"),
                state == State.DONE ? answer(row) : null);
    }

    private static KeptAnswer answer(Row row) {
        return new KeptAnswer(
                row.getInteger("status"),
                row.getString("content_type"),
                row.getString("route_header"),
                bytes(row, "body"));
    }

    private static Buffer bytes(Row row, String column) {
        return row.get(Buffer.class, column);
    }

    private static boolean any(RowSet<Row> rows) {
        return rows.rowCount() > 0;
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    private static Buffer buffer(Sha256 digest) {
        return Buffer.buffer(digest.bytes());
    }
}

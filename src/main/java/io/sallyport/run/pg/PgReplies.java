package io.sallyport.run.pg;

import io.sallyport.checkpoint.pg.Columns;
import io.sallyport.run.reply.Asked;
import io.sallyport.run.reply.OpenReply;
import io.sallyport.run.reply.OpenReply.State;
import io.sallyport.run.reply.Replies;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** In columns of the run, and a row for each process. */
@Singleton
class PgReplies implements Replies {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String HOLD = "UPDATE run SET reply_owner = $2 WHERE id = $1 AND reply_owner IS NULL";
    private static final String COMPLETED =
            "UPDATE run SET replied_at = now() WHERE id = $1 AND reply_retry = $2 AND replied_at IS NULL";
    private static final String CUT =
            "UPDATE run SET answer_cut_at = now() WHERE id = $1 AND reply_retry = $2 AND replied_at IS NULL";
    // A run that nobody has said to answer counts as answered for as long as a pulse.
    private static final String OPEN = """
            SELECT r.id, r.reply_retry, r.answer_cut_at IS NOT NULL AS cut,
                   coalesce(p.until, r.created_at + interval '6 seconds') AS until,
                   coalesce(p.until, r.created_at + interval '6 seconds') < now() AS lapsed
              FROM run r LEFT JOIN replica p ON p.id = r.reply_owner
             WHERE r.client = $1 AND r.body_hash = $2 AND r.created_at > now() - interval '10 minutes'
               AND r.tenant = $3 AND r.subject IS NOT DISTINCT FROM $4
               AND r.replied_at IS NULL AND r.reply_retry < $5
             ORDER BY r.created_at, r.id LIMIT 50""";
    private static final String ADOPT = """
            UPDATE run SET reply_owner = $3, reply_retry = $4, adopted_by = $5, answer_cut_at = NULL
             WHERE id = $1 AND reply_retry = $2 AND replied_at IS NULL""";
    private static final String PULSE = """
            INSERT INTO replica (id, until) VALUES ($1, now() + $2 * interval '1 millisecond')
                ON CONFLICT (id) DO UPDATE SET until = excluded.until""";

    private static final String SWEEP = "DELETE FROM replica WHERE until < now() - interval '1 day'";

    private final Pool pool;

    PgReplies(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> hold(String run, String replica) {
        return ask(HOLD, Tuple.of(run, replica)).replaceWithVoid();
    }

    @Override
    public Uni<Void> completed(String run, int retry) {
        return ask(COMPLETED, Tuple.of(run, retry)).replaceWithVoid();
    }

    @Override
    public Uni<Void> cut(String run, int retry) {
        return ask(CUT, Tuple.of(run, retry)).replaceWithVoid();
    }

    @Override
    public Uni<List<OpenReply>> open(Asked asked, int retry) {
        Tuple values = Tuple.tuple()
                .addString(asked.client())
                .addBuffer(io.vertx.mutiny.core.buffer.Buffer.newInstance(
                        Buffer.buffer(asked.body().bytes())))
                .addString(asked.tenant())
                .addString(asked.subject())
                .addInteger(retry);
        return ask(OPEN, values).map(PgReplies::replies);
    }

    private static List<OpenReply> replies(RowSet<Row> rows) {
        List<OpenReply> replies = new ArrayList<>();
        for (Row row : rows) {
            replies.add(new OpenReply(
                    row.getString("id"), row.getInteger("reply_retry"), state(row), Columns.at(row, "until")));
        }
        return replies;
    }

    private static State state(Row row) {
        if (row.getBoolean("cut")) {
            return State.CUT;
        }
        return row.getBoolean("lapsed") ? State.LAPSED : State.HELD;
    }

    @Override
    public Uni<Boolean> adopt(OpenReply seen, Adopter adopter) {
        return ask(ADOPT, Tuple.of(seen.run(), seen.retry(), adopter.replica(), adopter.retry(), adopter.requestId()))
                .map(done -> done.rowCount() == 1);
    }

    @Override
    public Uni<Void> pulse(String replica, Duration lease) {
        return ask(PULSE, Tuple.of(replica, lease.toMillis())).replaceWithVoid();
    }

    @Override
    public Uni<Void> sweep() {
        return ask(SWEEP, Tuple.tuple()).replaceWithVoid();
    }

    private Uni<RowSet<Row>> ask(String statement, Tuple values) {
        return pool.preparedQuery(statement)
                .execute(values)
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }
}

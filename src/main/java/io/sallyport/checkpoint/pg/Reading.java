package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.KeyHolder;
import io.sallyport.checkpoint.OpenCall;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What is read. */
final class Reading {
    private static final Sql FIND = Sql.of("SELECT {run_columns} FROM run WHERE id = :run");

    private static final Sql REVISION = Sql.of("SELECT spec FROM agent_revision WHERE digest = :digest");

    // Content is this run's only while it refers to it: after its erasure another run may still have said the same.
    private static final Sql EVENTS = Sql.of("""
            SELECT e.seq, e.at, e.type, e.data, b.bytes, e.blob IS NOT NULL AND b.bytes IS NULL AS erased
            FROM run_event e
            LEFT JOIN blob_ref f ON f.run = e.run AND f.sha256 = e.blob
            LEFT JOIN blob b ON b.tenant = f.tenant AND b.sha256 = f.sha256
            WHERE e.run = :run AND e.seq > :after
            ORDER BY e.seq
            LIMIT :most
            """);

    private static final Sql SIGNALS =
            Sql.of("SELECT n, kind, data, actor, at FROM signal WHERE run = :run AND n > :after ORDER BY n");

    private static final Sql EARLIER = Sql.of("""
            SELECT {run_columns} FROM run
            WHERE thread = :thread AND thread_pos < :pos AND status IN ({terminal})
            ORDER BY thread_pos DESC
            LIMIT {most}
            """, Map.of("most", Integer.toString(Checkpoints.EARLIER_AT_MOST)));

    private static final Sql OPEN_CALLS = Sql.of("""
            SELECT c.id, c.state, c.key, c.attempts, c.epoch, c.evidence, b.bytes,
                   (extract(epoch FROM c.deadline - now()) * 1000)::bigint AS over_in
            FROM tool_call c
            LEFT JOIN blob_ref f ON f.run = c.run AND f.sha256 = c.evidence_blob
            LEFT JOIN blob b ON b.tenant = f.tenant AND b.sha256 = f.sha256
            WHERE c.run = :run AND c.state IN ('INTENT', 'UNKNOWN')
            ORDER BY c.step, c.ordinal
            """);

    // References are the run's, or a direct call's own: what was erased is nobody's to tell.
    private static final Sql HOLDER = Sql.of("""
            SELECT c.id, c.run IS NULL AS direct, c.client, c.subject, c.args_hash, c.state, c.code,
                   a.bytes AS arguments, b.bytes AS result
            FROM tool_call c
            LEFT JOIN blob_ref g ON g.run = coalesce(c.run, c.id) AND g.sha256 = c.args_blob
            LEFT JOIN blob a ON a.tenant = g.tenant AND a.sha256 = g.sha256
            LEFT JOIN blob_ref f ON f.run = coalesce(c.run, c.id) AND f.sha256 = c.result_blob
            LEFT JOIN blob b ON b.tenant = f.tenant AND b.sha256 = f.sha256
            WHERE c.tenant = :tenant AND c.tool = :tool AND c.key = :key
            """);

    private static final Sql KEY_VALUE =
            Sql.of("SELECT value FROM key_value WHERE tenant = :tenant AND space = :space AND key = :key");

    private final Database database;

    Reading(Database database) {
        this.database = database;
    }

    Uni<Optional<RunRecord>> find(String run) {
        return storable(run)
                ? database.askForOne(FIND, Sql.Values.none().with("run", run), Rows::run)
                : Uni.createFrom().item(Optional.empty());
    }

    /** Text in PostgreSQL has no U+0000, so nothing that is stored is called so. */
    static boolean storable(String name) {
        return name.indexOf('\0') < 0;
    }

    Uni<Bytes> revision(String digest) {
        return database.askForOne(REVISION, Sql.Values.none().with("digest", digest), row -> Columns.bytes(row, "spec"))
                .map(found -> found.orElseThrow(() -> new NoSuchElementException("no revision " + digest)));
    }

    Uni<List<JournalEvent>> events(String run, long after, int most) {
        Sql.Values values =
                Sql.Values.none().with("run", run).with("after", after).with("most", (long) most);
        return database.askForAll(EVENTS, values, Reading::event);
    }

    private static JournalEvent event(Row row) {
        return new JournalEvent(
                row.getLong("seq"),
                Columns.at(row, "at"),
                row.getString("type"),
                Columns.bytes(row, "data"),
                Columns.bytesOrNull(row, "bytes"),
                row.getBoolean("erased"));
    }

    Uni<List<Signal>> signals(String run, long after) {
        return database.askForAll(SIGNALS, Sql.Values.none().with("run", run).with("after", after), Rows::signal);
    }

    Uni<List<RunRecord>> earlier(String thread, long threadPos) {
        Sql.Values values = Sql.Values.none().with("thread", thread).with("pos", threadPos);
        return database.askForAll(EARLIER, values, Rows::run).map(List::reversed);
    }

    Uni<List<OpenCall>> openCalls(String run) {
        return database.askForAll(OPEN_CALLS, Sql.Values.none().with("run", run), Reading::openCall);
    }

    private static OpenCall openCall(Row row) {
        Long overIn = row.getLong("over_in");
        return new OpenCall(
                row.getString("id"),
                CallState.valueOf(row.getString("state")),
                row.getString("key"),
                row.getInteger("attempts"),
                row.getLong("epoch"),
                overIn == null ? null : Duration.ofMillis(overIn),
                row.getString("evidence"),
                Columns.bytesOrNull(row, "bytes"));
    }

    Uni<Optional<KeyHolder>> holder(String tenant, String tool, String key) {
        Sql.Values values =
                Sql.Values.none().with("tenant", tenant).with("tool", tool).with("key", key);
        return database.askForOne(HOLDER, values, Reading::keyHolder);
    }

    private static KeyHolder keyHolder(Row row) {
        return new KeyHolder(
                row.getString("id"),
                row.getBoolean("direct"),
                row.getString("client"),
                row.getString("subject"),
                Sha256.from(Columns.bytes(row, "args_hash").array()),
                Columns.bytesOrNull(row, "arguments"),
                CallState.valueOf(row.getString("state")),
                row.getString("code"),
                Columns.bytesOrNull(row, "result"));
    }

    Uni<Optional<Bytes>> keyValue(String tenant, String space, String key) {
        Sql.Values values = Sql.Values.none()
                .with("tenant", tenant)
                .with("space", space)
                .with("key", Columns.buffer(Bytes.of(key)));
        return database.askForOne(KEY_VALUE, values, row -> Columns.bytes(row, "value"));
    }
}

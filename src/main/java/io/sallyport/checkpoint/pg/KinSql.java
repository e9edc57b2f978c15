package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.NewChild;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Bytes;

/** The parts of a commit that are about other runs than its own: a child that it begins, and word for a parent or children at its end. */
final class KinSql {
    private static final Bytes STOP = Bytes.of("{\"reason\":\"The run that began this one has ended.\"}");
    private static final Bytes NOTHING_TO_SAY = Bytes.of("{}");

    /** The unique key over the parent's call is the belt: the fence alone lets only one commit of a parent begin a child for a call. */
    static final String CHILD = """
            , child_revision AS (
                INSERT INTO agent_revision (digest, agent, spec)
                SELECT :child_revision::text, :child_agent::text, :child_spec::bytea FROM fence
                ON CONFLICT DO NOTHING
            ), child_thread AS (
                INSERT INTO thread (id, tenant, agent, client, subject, runs, last_run)
                SELECT :child_thread::text, f.tenant, :child_agent::text, f.client, f.subject, 1, :child::text FROM fence f
            ), child_run AS (
                INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, parent_run,
                                 parent_call, depth, request_id, traceparent, status, next_seq)
                SELECT :child::text, f.tenant, :child_agent::text, :child_revision::text, :child_thread::text, 1, f.client,
                       f.subject, f.root_run, f.id, :child_call::text, f.depth + 1, f.request_id, :child_trace::text,
                       'QUEUED', 2
                FROM fence f
            ), child_blob AS (
                INSERT INTO blob (tenant, sha256, bytes)
                SELECT f.tenant, :child_digest::bytea, :child_content::bytea FROM fence f WHERE :child_digest::bytea IS NOT NULL
                ON CONFLICT DO NOTHING
            ), child_ref AS (
                INSERT INTO blob_ref (run, tenant, sha256)
                SELECT :child::text, f.tenant, :child_digest::bytea FROM fence f WHERE :child_digest::bytea IS NOT NULL
            ), child_event AS (
                INSERT INTO run_event (run, seq, type, data, blob, at)
                SELECT :child::text, 1, :child_type::text, :child_data::bytea, :child_digest::bytea, now() FROM fence
            )
            """;

    /**
     * Word for the parent and for the children, where they have not ended: an end is final, so that nobody need lock them to know. It is carried
     * by {@link Mailbags}.
     */
    static final String MAIL = """
            , reported AS (
                INSERT INTO run_mail (run, kind, call, sender, data)
                SELECT f.parent_run, 'child_end', f.parent_call, f.id, :report::bytea
                FROM fence f
                WHERE f.parent_call IS NOT NULL
                  AND EXISTS (SELECT FROM run p WHERE p.id = f.parent_run AND p.status NOT IN ({terminal}))
                ON CONFLICT DO NOTHING
                RETURNING run
            ), stopped AS (
                INSERT INTO run_mail (run, kind, call, sender, data)
                SELECT c.id, 'cancel', :about::text, f.id, :stop::bytea
                FROM fence f JOIN run c ON c.parent_run = f.id
                WHERE c.parent_call IS NOT NULL AND c.status NOT IN ({terminal})
                ON CONFLICT DO NOTHING
                RETURNING run
            )
            """;

    static final String OUTCOME =
            "SELECT now() AS at, EXISTS (TABLE reported UNION ALL TABLE stopped) AS word FROM fence";

    private KinSql() {}

    /** The statement that {@code commit} needs. */
    static Sql of(Commit commit) {
        if (commit.ending() instanceof Ending.End) {
            return CommitSql.END;
        }
        return commit.kin().begins().isPresent() ? CommitSql.BEGIN_CHILD : CommitSql.COMMIT;
    }

    /** Adds the parameters that {@link #of} needs beside the others. */
    static Sql.Values with(Sql.Values values, Commit commit) {
        if (commit.ending() instanceof Ending.End) {
            return values.with("report", Columns.buffer(commit.kin().report().orElse(NOTHING_TO_SAY)))
                    .with("about", Mail.PARENT_ENDED)
                    .with("stop", Columns.buffer(STOP));
        }
        return commit.kin().begins().map(child -> child(values, child)).orElse(values);
    }

    private static Sql.Values child(Sql.Values values, NewChild child) {
        NewRun run = child.run();
        NewEvent created = run.created();
        Blobs blobs = new Blobs();
        return values.with("child", run.id())
                .with("child_call", child.call())
                .with("child_agent", run.agent())
                .with("child_revision", run.revision())
                .with("child_spec", Columns.buffer(run.revisionSpec()))
                .with("child_thread", run.thread())
                .with("child_trace", run.traceparent())
                .with("child_type", created.type())
                .with("child_data", Columns.buffer(created.data()))
                .with("child_digest", blobs.add(created.content()))
                .with("child_content", created.content() == null ? null : Columns.buffer(created.content()));
    }

    /** As a row's {@code kind} is read. */
    static Signal.Kind kind(String label) {
        return Signal.Kind.CHILD_END.label().equals(label) ? Signal.Kind.CHILD_END : Signal.Kind.CANCEL;
    }
}

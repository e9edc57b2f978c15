package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.NewRun;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statement of C0, and the one that says why it has written nothing. */
final class AcceptSql {
    private static final String MINE =
            "t.tenant = :tenant::text AND t.agent = :agent::text AND t.client = :client::text"
                    + " AND t.subject IS NOT DISTINCT FROM :subject::text";

    /**
     * The rows that decide are unique: the key's, then the thread's, each taken by one insert that waits for whoever is at it. The statement's
     * own picture of the world is older than that, so what it read before can only refuse more than needed: a busy thread. Where the thread's
     * row refuses after the key's was written, its place is null, no run has a null place, and all of it is undone.
     */
    static final Sql ACCEPT = Sql.of("""
            WITH admissible AS (
                SELECT 1 AS yes
                WHERE NOT EXISTS (SELECT FROM thread t WHERE t.id = :thread::text AND NOT ({mine}))
                  AND NOT (:reject::boolean AND EXISTS (
                      SELECT FROM run r WHERE r.thread = :thread::text AND r.status NOT IN ({terminal})))
            ), keyed AS (
                INSERT INTO api_idempotency (scope, key, fingerprint, subject_id, state, expires_at)
                SELECT :scope::text, :key::text, :fingerprint::bytea, :run::text, 'DONE', now() + :keep::bigint * interval '1 millisecond'
                FROM admissible WHERE :scope::text IS NOT NULL
                ON CONFLICT (scope, key) DO UPDATE
                SET fingerprint = EXCLUDED.fingerprint, subject_id = EXCLUDED.subject_id, state = EXCLUDED.state,
                    status = NULL, answer = NULL, lease_until = NULL, created_at = now(), expires_at = EXCLUDED.expires_at
                WHERE api_idempotency.expires_at <= now()
                RETURNING 1 AS yes
            ), admitted AS (
                SELECT yes FROM admissible WHERE :scope::text IS NULL UNION ALL SELECT yes FROM keyed
            ), revised AS (
                INSERT INTO agent_revision (digest, agent, spec)
                SELECT :revision::text, :agent::text, :spec::bytea FROM admitted
                ON CONFLICT DO NOTHING
            ), place AS (
                INSERT INTO thread AS t (id, tenant, agent, client, subject, runs, last_run)
                SELECT :thread::text, :tenant::text, :agent::text, :client::text, :subject::text, 1, :run::text
                FROM admitted
                ON CONFLICT (id) DO UPDATE SET runs = t.runs + 1, last_run = EXCLUDED.last_run
                WHERE {mine}
                  AND (NOT :reject::boolean OR EXISTS (SELECT FROM run r WHERE r.id = t.last_run AND r.status IN ({terminal})))
                RETURNING runs
            ), created AS (
                INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, request_id,
                                 traceparent, body_hash, status, next_seq)
                SELECT :run::text, :tenant::text, :agent::text, :revision::text, :thread::text, (SELECT runs FROM place),
                       :client::text, :subject::text, :run::text, :request::text, :traceparent::text,
                       :body_hash::bytea, 'QUEUED', 2
                FROM admitted
                RETURNING {run_columns}
            ), blobs AS (
                INSERT INTO blob (tenant, sha256, bytes)
                SELECT tenant, :digest::bytea, :content::bytea FROM created WHERE :digest::bytea IS NOT NULL
                ON CONFLICT DO NOTHING
            ), refs AS (
                INSERT INTO blob_ref (run, tenant, sha256)
                SELECT id, tenant, :digest::bytea FROM created WHERE :digest::bytea IS NOT NULL
            ), event AS (
                INSERT INTO run_event (run, seq, type, data, blob, at)
                SELECT id, 1, :type::text, :data::bytea, :digest::bytea, now() FROM created
            )
            SELECT * FROM created
            """, Map.of("mine", MINE));

    /** At most one row: whose thread it is, who holds it, and what the key stands for. */
    static final Sql WHY = Sql.of("""
            SELECT k.subject_id, k.fingerprint, o.id AS holder, t.id IS NOT NULL AND NOT ({mine}) AS foreign
            FROM (SELECT 1) one
            LEFT JOIN api_idempotency k ON k.scope = :scope::text AND k.key = :key::text AND k.expires_at > now()
            LEFT JOIN thread t ON t.id = :thread::text
            LEFT JOIN LATERAL (
                SELECT r.id FROM run r
                WHERE r.thread = t.id AND r.status NOT IN ({terminal}) ORDER BY r.thread_pos DESC LIMIT 1
            ) o ON true
            """, Map.of("mine", MINE));

    private AcceptSql() {}

    static Sql.Values why(NewRun run) {
        return Sql.Values.none()
                .with("scope", run.key().map(NewRun.CallerKey::scope).orElse(null))
                .with("key", run.key().map(NewRun.CallerKey::key).orElse(null))
                .with("thread", run.thread())
                .with("tenant", run.tenant())
                .with("agent", run.agent())
                .with("client", run.client())
                .with("subject", run.subject());
    }

    /** @param keep for how long the caller's key is kept */
    static Sql.Values accept(NewRun run, Duration keep) {
        NewEvent created = run.created();
        Blobs blobs = new Blobs();
        return why(run).with("fingerprint", fingerprint(run))
                .with("keep", keep.toMillis())
                .with("reject", run.busy() == NewRun.Busy.REJECT)
                .with("run", run.id())
                .with("revision", run.revision())
                .with("spec", Columns.buffer(run.revisionSpec()))
                .with("request", run.requestId())
                .with("traceparent", run.traceparent())
                .with("body_hash", Columns.buffer(run.bodyHash()))
                .with("type", created.type())
                .with("data", Columns.buffer(created.data()))
                .with("digest", blobs.add(created.content()))
                .with("content", created.content() == null ? null : Columns.buffer(created.content()));
    }

    private static @Nullable Object fingerprint(NewRun run) {
        return run.key().map(key -> (Object) Columns.buffer(key.fingerprint())).orElse(null);
    }
}

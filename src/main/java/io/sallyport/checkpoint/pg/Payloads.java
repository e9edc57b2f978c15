package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Erasure;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** What comes late, and what has to go. */
final class Payloads {
    private static final Duration PATIENCE = Duration.ofMillis(5500);

    private static final Sql EVIDENCE = Sql.of("""
            WITH open AS (
                UPDATE tool_call
                SET evidence = :outcome::text, evidence_blob = :digest::bytea, evidence_at = now(), updated_at = now()
                WHERE id = :call AND state IN ('INTENT', 'UNKNOWN') AND evidence IS NULL AND run IS NOT NULL
                RETURNING run, tenant
            ), blobs AS (
                INSERT INTO blob (tenant, sha256, bytes) SELECT tenant, :digest::bytea, :result::bytea FROM open
                ON CONFLICT DO NOTHING
            )
            INSERT INTO blob_ref (run, tenant, sha256) SELECT run, tenant, :digest::bytea FROM open
            ON CONFLICT DO NOTHING
            """);

    /**
     * A payload goes if no other run refers to it. The other's reference is looked for under a lock that keeps it from going at the same
     * moment, so that of two runs that go together the later one takes the payload along; a reference that comes at the same moment makes the
     * foreign key refuse all of this, and it is done again.
     */
    private static final Sql ERASE = Sql.of("""
            WITH gone AS (
                UPDATE run SET erased_at = coalesce(erased_at, now()), body_hash = NULL
                WHERE id = :run AND status IN ({terminal})
                RETURNING id
            ), said AS (
                DELETE FROM signal s USING gone WHERE s.run = gone.id
            ), reasons AS (
                UPDATE approval a SET reason = NULL FROM gone WHERE a.run = gone.id AND a.reason IS NOT NULL
            ), refs AS (
                DELETE FROM blob_ref f USING gone WHERE f.run = gone.id RETURNING f.tenant, f.sha256
            ), shared AS MATERIALIZED (
                SELECT f.tenant, f.sha256
                FROM blob_ref f CROSS JOIN LATERAL (
                    SELECT FROM blob_ref o
                    WHERE o.tenant = f.tenant AND o.sha256 = f.sha256 AND o.run <> f.run
                    ORDER BY o.run LIMIT 1 FOR KEY SHARE
                ) other
                WHERE f.run = (SELECT id FROM gone)
            ), blobs AS (
                DELETE FROM blob b USING refs f
                WHERE b.tenant = f.tenant AND b.sha256 = f.sha256
                  AND NOT EXISTS (SELECT FROM shared s WHERE s.tenant = f.tenant AND s.sha256 = f.sha256)
            )
            SELECT EXISTS (SELECT FROM gone) AS erased, EXISTS (SELECT FROM run WHERE id = :run) AS known
            """);

    private final Database database;

    Payloads(Database database) {
        this.database = database;
    }

    Uni<Void> evidence(String call, String outcome, Bytes result) {
        Sql.Values values = Sql.Values.none()
                .with("call", call)
                .with("outcome", outcome)
                .with("digest", Columns.buffer(result.sha256()))
                .with("result", Columns.buffer(result));
        return database.ask(EVIDENCE, values, new Patience(PATIENCE)).replaceWithVoid();
    }

    Uni<Erasure> erase(String run) {
        if (!Reading.storable(run)) {
            return Uni.createFrom().item(Erasure.NO_SUCH_RUN);
        }
        return database.ask(ERASE, Sql.Values.none().with("run", run), new Patience(PATIENCE))
                .map(rows -> {
                    if (rows.getFirst().getBoolean("erased")) {
                        return Erasure.ERASED;
                    }
                    return rows.getFirst().getBoolean("known") ? Erasure.NOT_ENDED : Erasure.NO_SUCH_RUN;
                });
    }
}

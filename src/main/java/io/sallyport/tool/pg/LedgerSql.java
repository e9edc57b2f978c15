package io.sallyport.tool.pg;

/**
 * The statements. A row's {@code epoch} goes up with each intent; who settles says which epoch it was. What was said lives in {@code blob},
 * held there by a reference in the call's name. A moment is the database's own.
 */
final class LedgerSql {
    private LedgerSql() {}

    private static final String COLUMNS = """
            SELECT c.id, c.run, c.client, c.subject, c.args_hash, c.state, c.epoch, c.owner,
                   coalesce(extract(epoch FROM c.deadline - now()) * 1000, 0)::bigint AS over_in,
                   (extract(epoch FROM now() - c.created_at) * 1000)::bigint AS age,
                   b.bytes AS result
            FROM""";

    private static final String RESULT = """
            c LEFT JOIN blob b ON b.tenant = c.tenant AND b.sha256 = c.result_blob
            """;

    private static final String SETTLES = " state = 'UNKNOWN' AND ($3 <> 'FAILED_NOT_APPLIED' OR attempts <= $2) ";

    /**
     * $1 id, $2 tenant, $3 tool, $4 client, $5 subject, $6 key, $7 digest of the arguments, $8 arguments, $9 owner, $10 deadline in seconds.
     * A key by which a run, or somebody else, has done nothing is taken from them first: {@link io.sallyport.checkpoint.KeyHolder}.
     */
    static final String OPEN = """
            WITH freed AS (
              UPDATE tool_call SET key = NULL, epoch = epoch + 1, updated_at = now()
              WHERE tenant = $2 AND tool = $3 AND key = $6
                AND (state IN ('FAILED_NOT_APPLIED', 'DENIED') OR state = 'RECONCILED' AND code = 'not_applied')
                AND NOT (run IS NULL AND client = $4 AND subject IS NOT DISTINCT FROM $5)
              RETURNING id),
            made AS (
              INSERT INTO tool_call (id, tenant, tool, client, subject, key, args_hash, args_blob,
                                     state, attempts, epoch, owner, deadline)
              SELECT $1, $2, $3, $4, $5, $6, $7::bytea, $7::bytea, 'INTENT', 1, 1, $9, now() + make_interval(secs => $10)
              FROM (SELECT count(*) FROM freed) first
              ON CONFLICT (tenant, tool, key) WHERE key IS NOT NULL DO NOTHING
              RETURNING *),
            said AS (INSERT INTO blob (tenant, sha256, bytes) SELECT tenant, args_blob, $8::bytea FROM made ON CONFLICT DO NOTHING),
            held AS (INSERT INTO blob_ref (run, tenant, sha256) SELECT id, tenant, args_blob FROM made)
            """ + entry("made") + " UNION ALL " + entry("tool_call")
            + " WHERE c.tenant = $2 AND c.tool = $3 AND c.key = $6 AND NOT EXISTS (SELECT FROM made)";

    /** $1 tenant, $2 tool, $3 key. */
    static final String FIND = entry("tool_call") + "WHERE c.tenant = $1 AND c.tool = $2 AND c.key = $3";

    /** $1 id. */
    static final String FIND_BY_ID = entry("tool_call") + "WHERE c.id = $1";

    /** $1 id, $2 epoch seen, $3 owner, $4 deadline in seconds. */
    static final String RAISE = """
            WITH made AS (
              UPDATE tool_call SET state = 'INTENT', epoch = epoch + 1, attempts = attempts + 1, owner = $3,
                                   deadline = now() + make_interval(secs => $4), updated_at = now()
              WHERE id = $1 AND epoch = $2 AND run IS NULL
                AND (state = 'FAILED_NOT_APPLIED' OR state = 'INTENT' AND (deadline <= now() OR owner = $3))
              RETURNING *)
            """ + entry("made");

    /**
     * $1 id, $2 epoch, $3 state, $4 code, $5 digest of the result, $6 result; $7 spaces, $8 keys, $9 values of what is written into
     * key_value; $10 spaces, $11 keys of what is removed from it.
     */
    static final String SETTLE = """
            WITH done AS (
              UPDATE tool_call SET state = $3, code = $4, result_blob = $5, updated_at = now()
              WHERE id = $1 AND epoch = $2 AND state = 'INTENT' RETURNING id, tenant),
            said AS (INSERT INTO blob (tenant, sha256, bytes) SELECT tenant, $5::bytea, $6::bytea FROM done ON CONFLICT DO NOTHING),
            held AS (INSERT INTO blob_ref (run, tenant, sha256) SELECT id, tenant, $5::bytea FROM done ON CONFLICT DO NOTHING),
            written AS (
              INSERT INTO key_value (tenant, space, key, value)
              SELECT done.tenant, w.space, w.key, w.value
              FROM done, unnest($7::text[], $8::bytea[], $9::bytea[]) AS w (space, key, value)
              ON CONFLICT (tenant, space, key) DO UPDATE SET value = excluded.value, version = key_value.version + 1),
            removed AS (
              DELETE FROM key_value k USING done, unnest($10::text[], $11::bytea[]) AS w (space, key)
              WHERE k.tenant = done.tenant AND k.space = w.space AND k.key = w.key)
            SELECT id FROM done
            """;

    /** $1 id, $2 epoch. */
    static final String POSTPONE = "UPDATE tool_call SET deadline = now(), updated_at = now()"
            + " WHERE id = $1 AND epoch = $2 AND state = 'INTENT' RETURNING id";

    /** $1 id, $2 epoch seen. The epoch goes up, so that the last owner's result comes too late and becomes evidence. */
    static final String ABANDON = "UPDATE tool_call SET state = 'UNKNOWN', epoch = epoch + 1, updated_at = now()"
            + " WHERE id = $1 AND epoch = $2 AND state = 'INTENT' AND run IS NULL AND deadline <= now() RETURNING id";

    /**
     * $1 id, $2 epoch of the late owner, $3 state it would have led to, $4 code, $5 digest, $6 bytes, $7 state where it was unknown. That
     * one attempt did nothing says nothing about a later one: every attempt has an epoch, so with more attempts than $2 there was one.
     */
    static final String EVIDENCE = """
            WITH done AS (
              UPDATE tool_call SET evidence = $3, evidence_blob = $5, evidence_at = now(), updated_at = now(),
                state = CASE WHEN""" + SETTLES + """
                 THEN $7 ELSE state END,
                code = CASE WHEN""" + SETTLES + """
                 THEN $4 ELSE code END,
                result_blob = CASE WHEN""" + SETTLES + """
                 THEN $5 ELSE result_blob END
              WHERE id = $1 AND epoch > $2 RETURNING id, tenant),
            said AS (INSERT INTO blob (tenant, sha256, bytes) SELECT tenant, $5::bytea, $6::bytea FROM done ON CONFLICT DO NOTHING),
            held AS (INSERT INTO blob_ref (run, tenant, sha256) SELECT id, tenant, $5::bytea FROM done ON CONFLICT DO NOTHING)
            SELECT id FROM done
            """;

    /** $1 tenant, $2 tool, $3 id. */
    static final String RECORD = """
            SELECT c.*, a.bytes AS arguments, b.bytes AS result
            FROM tool_call c
            LEFT JOIN blob a ON a.tenant = c.tenant AND a.sha256 = c.args_blob
            LEFT JOIN blob b ON b.tenant = c.tenant AND b.sha256 = c.result_blob
            WHERE c.tenant = $1 AND c.tool = $2 AND c.id = $3 AND c.run IS NULL
            """;

    /**
     * $1 seconds that rows are kept, $2 those where nobody knows, $3 rows. References go with their calls, and with the last reference the bytes. Somebody
     * who refers to the same bytes at this moment makes the statement fail as a whole; the next sweep finds it settled.
     */
    static final String REMOVE_OLD = """
            WITH old AS (
              SELECT id FROM tool_call
              WHERE run IS NULL AND updated_at < now() - make_interval(secs => $1)
                AND (state NOT IN ('INTENT', 'UNKNOWN') OR updated_at < now() - make_interval(secs => $2))
              ORDER BY updated_at LIMIT $3 FOR UPDATE SKIP LOCKED),
            released AS (DELETE FROM blob_ref r USING old WHERE r.run = old.id RETURNING r.tenant, r.sha256),
            forgotten AS (
              DELETE FROM blob b USING (SELECT DISTINCT tenant, sha256 FROM released) r
              WHERE b.tenant = r.tenant AND b.sha256 = r.sha256
                AND NOT EXISTS (SELECT FROM blob_ref other WHERE other.tenant = b.tenant AND other.sha256 = b.sha256
                                AND other.run NOT IN (SELECT id FROM old)))
            DELETE FROM tool_call c USING old WHERE c.id = old.id
            """;

    private static String entry(String from) {
        return COLUMNS + " " + from + " " + RESULT;
    }
}

package io.sallyport.idempotency.pg;

/** The statements on {@code keyed_answer}. */
final class AnswerSql {
    private static final String ROW =
            "state, owner, epoch, fingerprint, extract(epoch FROM clock_timestamp() - opened_at)::float8 AS age,"
                    + " lease_until <= clock_timestamp() AS lease_over, status, content_type, route_header, body";

    /**
     * $1 id, $2 route, $3 fingerprint, $4 owner, $5 lease, $6 keep, both in seconds. One row; none where another wrote the key after this
     * statement had begun, so that it neither wrote nor saw it.
     */
    static final String OPEN = """
            WITH taken AS (
                INSERT INTO keyed_answer AS k (id, route, fingerprint, state, owner, epoch, lease_until, opened_at, expires_at)
                VALUES ($1, $2, $3, 'IN_FLIGHT', $4, 1, clock_timestamp() + $5::float8 * interval '1 second', clock_timestamp(),
                        now() + $6::float8 * interval '1 second')
                ON CONFLICT (id) DO UPDATE
                SET route = EXCLUDED.route, fingerprint = EXCLUDED.fingerprint, state = EXCLUDED.state, owner = EXCLUDED.owner,
                    epoch = CASE WHEN k.expires_at <= now() THEN 1 ELSE k.epoch + 1 END,
                    lease_until = EXCLUDED.lease_until, opened_at = EXCLUDED.opened_at, expires_at = EXCLUDED.expires_at,
                    status = NULL, content_type = NULL, route_header = NULL, body = NULL
                WHERE k.expires_at <= now()
                   OR (k.state = 'IN_FLIGHT' AND k.lease_until <= clock_timestamp()
                       AND k.fingerprint = EXCLUDED.fingerprint AND k.owner <> EXCLUDED.owner)
                RETURNING {row}
            )
            SELECT * FROM taken
            UNION ALL
            SELECT {row} FROM keyed_answer WHERE id = $1 AND NOT EXISTS (SELECT FROM taken)
            """.replace("{row}", ROW);

    /** $1 id. */
    static final String FIND = "SELECT " + ROW + " FROM keyed_answer WHERE id = $1 AND expires_at > now()";

    /** $1 id, $2 owner, $3 lease in seconds. */
    static final String RENEW =
            "UPDATE keyed_answer SET lease_until = clock_timestamp() + $3::float8 * interval '1 second'"
                    + " WHERE id = $1 AND owner = $2 AND state = 'IN_FLIGHT'";

    /** $1 id, $2 owner, $3 state, $4 keep in seconds, $5 status, $6 content type, $7 route, $8 body. The same again is the same. */
    static final String END =
            "UPDATE keyed_answer SET state = $3, expires_at = now() + $4::float8 * interval '1 second', status = $5,"
                    + " content_type = $6, route_header = $7, body = $8 WHERE id = $1 AND owner = $2 AND state IN ('IN_FLIGHT', $3)";

    /** $1 id, $2 owner. */
    static final String RELEASE = "DELETE FROM keyed_answer WHERE id = $1 AND owner = $2 AND state = 'IN_FLIGHT'";

    /** $1 how many. */
    static final String REMOVE_OLD = "DELETE FROM keyed_answer WHERE ctid IN (SELECT ctid FROM keyed_answer"
            + " WHERE expires_at < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)";

    private AnswerSql() {}
}

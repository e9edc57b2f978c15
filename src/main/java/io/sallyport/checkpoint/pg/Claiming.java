package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.RunStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Map;

/**
 * C1. The statement goes from agent to agent by the index, reads a bounded number of rows of each that are due, and adds the runs whose owner
 * has gone, of which there are never more than all replicas have workers. What stands behind an earlier run of its thread is put aside for a
 * while, so that it is not read by every claim; the end of the earlier run brings it back at once.
 */
final class Claiming {
    /** Rows that are read of one agent: some will be locked by other claimants. */
    private static final int WINDOW = 32;

    private static final String LINE = "(r.status = 'QUEUED' OR r.status LIKE 'WAITING\\_%')";

    static final Sql CLAIM = Sql.of("""
            WITH RECURSIVE agents AS (
                (SELECT r.agent FROM run r WHERE {line} ORDER BY r.agent LIMIT 1)
                UNION ALL
                SELECT (SELECT r.agent FROM run r WHERE {line} AND r.agent > a.agent ORDER BY r.agent LIMIT 1)
                FROM agents a WHERE a.agent IS NOT NULL
            ), due AS MATERIALIZED (
                SELECT w.*
                FROM agents a CROSS JOIN LATERAL (
                    SELECT r.id, r.agent, r.available_at AS at, r.lease_epoch, r.expiries, false AS expired,
                           r.signals = r.signals_seen AND EXISTS (
                               SELECT FROM run e
                               WHERE e.thread = r.thread AND e.thread_pos < r.thread_pos AND e.status NOT IN ({terminal})
                           ) AS blocked
                    FROM run r
                    WHERE {line} AND r.agent = a.agent AND r.available_at <= now()
                      AND (r.expiries < {alone_from} OR :alone::boolean)
                    ORDER BY r.available_at
                    LIMIT :reach::bigint
                ) w
                UNION ALL
                SELECT r.id, r.agent, r.lease_until, r.lease_epoch, n.expiries, n.expired, false
                FROM run r CROSS JOIN LATERAL (
                    SELECT x.expired, r.expiries + x.expired::int AS expiries
                    FROM (SELECT :steady::boolean AND pg_postmaster_start_time() < r.leased_at AS expired) x
                ) n
                WHERE r.status = 'RUNNING' AND r.lease_until < now()
                  AND (n.expiries < {alone_from}
                       OR :alone::boolean AND r.lease_until + least(60, 2 ^ n.expiries) * interval '1 second' < now())
            ), turns AS (
                SELECT d.*, row_number() OVER (PARTITION BY d.agent ORDER BY d.at) AS turn FROM due d WHERE NOT d.blocked
            ), picked AS (
                SELECT l.id, l.status, t.expired, t.turn, t.at
                FROM (SELECT * FROM turns ORDER BY expiries >= {alone_from} DESC, turn, at) t
                CROSS JOIN LATERAL (
                    SELECT r.id, r.status FROM run r
                    WHERE r.id = t.id AND r.lease_epoch = t.lease_epoch
                      AND ({line} AND r.available_at <= now() OR r.status = 'RUNNING' AND r.lease_until < now())
                    FOR UPDATE SKIP LOCKED
                ) l
                LIMIT (SELECT CASE WHEN bool_or(expiries >= {alone_from}) THEN 1 ELSE :most::bigint END FROM turns)
            ), aside AS (
                UPDATE run
                SET available_at = now() + greatest(interval '5 seconds', least(now() - created_at, interval '1 minute'))
                WHERE id = ANY (ARRAY(
                    SELECT l.id FROM due d CROSS JOIN LATERAL (
                        SELECT r.id FROM run r
                        WHERE r.id = d.id AND r.available_at = d.at AND r.signals = r.signals_seen AND {line}
                        FOR UPDATE SKIP LOCKED
                    ) l
                    WHERE d.blocked
                ))
            ), claimed AS (
                UPDATE run
                SET status = 'RUNNING',
                    lease_owner = :owner::text,
                    lease_epoch = lease_epoch + 1,
                    lease_until = now() + :lease::bigint * interval '1 millisecond',
                    leased_at = now(),
                    expiries = expiries + (id = ANY (ARRAY(SELECT id FROM picked WHERE expired)))::int,
                    wait_until = NULL,
                    updated_at = now()
                WHERE id = ANY (ARRAY(SELECT id FROM picked))
                RETURNING {run_columns}
            )
            SELECT c.*, p.status AS before FROM claimed c JOIN picked p ON p.id = c.id ORDER BY p.turn, p.at
            """, Map.of("line", LINE, "alone_from", Integer.toString(ClaimOrder.ALONE_FROM)));

    private final Database database;

    Claiming(Database database) {
        this.database = database;
    }

    Uni<List<Claimed>> claim(ClaimOrder order) {
        // Not sent again: what a lost answer has claimed comes back when its lease is over, and the owner is told that
        // something went wrong.
        return database.once(CLAIM, values(order), Database.TRY)
                .onFailure(Failures::passing)
                .transform(Failures::unavailable)
                .map(rows ->
                        rows.stream().map(row -> claimed(row, order.owner())).toList());
    }

    static Sql.Values values(ClaimOrder order) {
        return Sql.Values.none()
                .with("owner", order.owner())
                .with("most", (long) order.most())
                .with("reach", (long) WINDOW + order.most())
                .with("lease", order.lease().toMillis())
                .with("steady", order.seesExpiries())
                .with("alone", order.alone());
    }

    private static Claimed claimed(Row row, String owner) {
        return new Claimed(
                Rows.run(row),
                new Lease(row.getString("id"), owner, row.getLong("lease_epoch")),
                RunStatus.valueOf(row.getString("before")));
    }
}

package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.ClaimOrder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;

/** Runs that are claimed alone, where no replica is ever alone. */
final class Suspects {
    /**
     * Only the one that has waited longest counts: who finds it kept for another has nothing to do, and while one is performed nobody makes
     * room for the next. The index has suspects alone, so that nothing is read where there are none.
     */
    static final Sql KEEP = Sql.of(
            """
            WITH first AS (
                SELECT r.id
                FROM run r
                WHERE r.expiries >= {nearly} AND r.status IN ('RUNNING', 'QUEUED')
                  AND CASE r.status
                      WHEN 'QUEUED' THEN r.expiries >= {alone_from}
                           AND r.available_at + :overdue::bigint * interval '1 millisecond' < now()
                      ELSE r.lease_until + least(60, 2 ^ (r.expiries + 1)) * interval '1 second'
                           + :overdue::bigint * interval '1 millisecond' < now()
                      END
                ORDER BY coalesce(r.lease_until, r.available_at), r.id
                LIMIT 1
            )
            UPDATE run
            SET kept_for = :owner::text, kept_until = now() + :keep::bigint * interval '1 millisecond'
            WHERE id = (SELECT id FROM first)
              AND (kept_until IS NULL OR kept_until < now() OR kept_for = :owner::text)
              AND (status = 'QUEUED' OR status = 'RUNNING' AND lease_until < now())
              AND NOT EXISTS (
                  SELECT FROM run b WHERE b.expiries >= {alone_from} AND b.status = 'RUNNING' AND b.lease_until >= now()
                                      AND b.status IN ('RUNNING', 'QUEUED'))
            RETURNING id
            """,
            Map.of(
                    "alone_from", Integer.toString(ClaimOrder.ALONE_FROM),
                    "nearly", Integer.toString(ClaimOrder.ALONE_FROM - 1)));

    private final Database database;

    Suspects(Database database) {
        this.database = database;
    }

    Uni<Boolean> keep(String owner, Duration overdue) {
        return database.once(KEEP, values(owner, overdue), Database.TRY)
                .onFailure(Failures::passing)
                .transform(Failures::unavailable)
                .map(rows -> !rows.isEmpty());
    }

    static Sql.Values values(String owner, Duration overdue) {
        return Sql.Values.none()
                .with("owner", owner)
                .with("overdue", overdue.toMillis())
                .with("keep", ClaimOrder.ROOM_KEPT.toMillis());
    }
}

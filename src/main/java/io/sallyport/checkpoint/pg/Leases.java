package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.Renewal;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Many leases by one statement: kept, or given back. */
final class Leases {
    // leased_at moves too: an expiry is an owner's fault if the database was up since the owner was last seen.
    private static final Sql RENEW = Sql.of("""
            UPDATE run
            SET lease_until = now() + :lease::bigint * interval '1 millisecond', leased_at = now()
            FROM unnest(:runs::text[], :epochs::bigint[]) AS held (id, epoch)
            WHERE run.id = held.id
              AND run.lease_epoch = held.epoch
              AND run.status = 'RUNNING'
            RETURNING run.id, run.signals
            """);

    private static final Sql RELEASE = Sql.of("""
            UPDATE run
            SET status = 'QUEUED', lease_owner = NULL, lease_until = NULL, leased_at = NULL,
                available_at = now(), updated_at = now()
            FROM unnest(:runs::text[], :epochs::bigint[]) AS held (id, epoch)
            WHERE run.id = held.id
              AND run.lease_epoch = held.epoch
              AND run.status = 'RUNNING'
            """);

    private final Database database;

    Leases(Database database) {
        this.database = database;
    }

    Uni<List<Renewal>> renew(Collection<Lease> leases, Duration lease) {
        if (leases.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Map<String, Lease> byRun = leases.stream().collect(Collectors.toMap(Lease::run, Function.identity()));
        return database.askForAll(
                RENEW,
                held(leases).with("lease", lease.toMillis()),
                row -> new Renewal(Objects.requireNonNull(byRun.get(row.getString("id"))), row.getLong("signals")));
    }

    Uni<Void> release(Collection<Lease> leases) {
        return leases.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.ask(RELEASE, held(leases)).replaceWithVoid();
    }

    /** In the order of the runs, so that two statements over the same rows lock them in the same order. */
    private static Sql.Values held(Collection<Lease> leases) {
        List<Lease> sorted =
                leases.stream().sorted(Comparator.comparing(Lease::run)).toList();
        return Sql.Values.none()
                .with("runs", sorted.stream().map(Lease::run).toArray(String[]::new))
                .with("epochs", sorted.stream().map(Lease::epoch).toArray(Long[]::new));
    }
}

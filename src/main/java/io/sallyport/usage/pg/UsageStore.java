package io.sallyport.usage.pg;

import io.sallyport.usage.UsageEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Writes batches of entries, each with its settlements in one commit. */
@Singleton
class UsageStore {
    /** A little longer than the database works on a statement. */
    private static final Duration PATIENCE = Duration.ofMillis(5500);

    /** The classes of SQLSTATEs that are about the values: of a kind, of a rule, of a size. */
    private static final Set<String> OF_VALUES = Set.of("22", "23", "54");

    private static final String WRITE = "SELECT usage_write(" + EntryColumns.PARAMETERS + ")";

    private final Pool pool;

    UsageStore(Pool pool) {
        this.pool = pool;
    }

    /** The database answers, and does not take something of it. Nothing was written. */
    static final class Refused extends RuntimeException {
        Refused(Throwable cause) {
            super("the ledger does not take a value", cause);
        }
    }

    /** How many were new; fails with {@link Refused}, or with anything else where the same batch may do better. */
    Uni<Integer> write(List<UsageEntry> batch) {
        return pool.preparedQuery(WRITE)
                .execute(EntryColumns.of(batch))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(UsageStore::isOfValues)
                .transform(Refused::new)
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static boolean isOfValues(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && OF_VALUES.contains(refused.getSqlState().substring(0, 2));
    }
}

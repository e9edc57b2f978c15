package io.sallyport.limit.pg;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Budgets.Hold;
import io.sallyport.limit.Period;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Budgets of a database, as a replica with a pool of its own has them, and accounts in today's window. */
public final class TestingBudgets {
    public static final Instant NOW = InstantSource.system().instant();
    public static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Period TODAY = Period.of(Window.DAY, NOW, ZoneOffset.UTC);

    private TestingBudgets() {}

    public static Budgets over(Pool pool) {
        return new PgBudgets(new BudgetStore(pool), InstantSource.fixed(NOW));
    }

    public static Budgets over(TestingPostgres postgres, int connections) {
        return over(postgres.pool(connections, postgres.port()));
    }

    /** Today's budget of {@code scope}, in billionths. */
    public static Account account(String scope, long limit) {
        return new Account(new AppliedLimit("default", scope, new LimitSpec(Measure.COST, Window.DAY, limit)), TODAY);
    }

    /** The same amount of each. */
    public static List<Hold> holds(long amount, Account... accounts) {
        return Stream.of(accounts).map(account -> new Hold(account, amount)).toList();
    }

    /** What one sweep removes. */
    public static int sweep(TestingPostgres postgres, Pool pool) {
        return now(new EndedHolds(pool).removeSome());
    }

    public static <T> T now(Uni<T> asked) {
        return asked.await().atMost(Duration.ofSeconds(60));
    }

    public static <T> List<T> together(List<Uni<T>> asked) {
        return now(Uni.join().all(asked).andFailFast());
    }

    /** How often PostgreSQL has broken a circle of locks, ever. */
    public static long deadlocks(TestingPostgres postgres) {
        return Long.parseLong(postgres.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .getFirst());
    }
}

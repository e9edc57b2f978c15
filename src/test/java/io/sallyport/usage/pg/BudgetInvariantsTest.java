package io.sallyport.usage.pg;

import static io.sallyport.limit.pg.TestingBudgets.LATER;
import static io.sallyport.limit.pg.TestingBudgets.account;
import static io.sallyport.usage.pg.TestingUsage.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Budgets.Hold;
import io.sallyport.limit.Budgets.Reserved.Held;
import io.sallyport.limit.pg.TestingBudgets;
import io.sallyport.testing.TestingPostgres;
import io.sallyport.usage.UsageEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three replicas reserve, settle, settle again, crash, come late and sweep, a dozen at once; after each dozen the books are right. Nobody's failure is
 * forgiven: none of the statements may ever be in another's way for good.
 */
class BudgetInvariantsTest {
    private static final int ROUNDS = 40;
    private static final int AT_ONCE = 12;
    private static final long LIMIT = 4_000;

    private static TestingPostgres postgres;
    private static List<Pool> replicas;

    private final ConcurrentLinkedQueue<Spending> held = new ConcurrentLinkedQueue<>();
    private final List<List<UsageEntry>> written = new ArrayList<>();

    /** Something that has been reserved and not settled yet. */
    private record Spending(String reservation, String client, String route, long amount, List<Account> accounts) {}

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        replicas = IntStream.range(0, 3)
                .mapToObj(i -> postgres.pool(5, postgres.port()))
                .toList();
    }

    @BeforeEach
    void empty() {
        postgres.empty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void the_books_are_right_after_whatever_happens(long seed) {
        long deadlocks = TestingBudgets.deadlocks(postgres);
        Random chance = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Uni<Boolean>> actions = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                actions.add(action(chance, seed + "-" + round + "-" + i));
            }
            assertThat(TestingBudgets.together(actions)).containsOnly(true);
            booksAreRight();
        }
        postgres.elapse(Duration.ofHours(3));
        sweepAll();
        assertThat(postgres.ask("SELECT reservation FROM budget_hold")).isEmpty();
        assertThat(postgres.ask("SELECT id FROM budget_account WHERE reserved <> 0"))
                .isEmpty();
        booksAreRight();
        assertThat(postgres.ask("SELECT 1 FROM budget_account WHERE settled > " + LIMIT / 4))
                .as("enough has happened for any of it to mean something")
                .isNotEmpty();
        assertThat(TestingBudgets.deadlocks(postgres)).isEqualTo(deadlocks);
    }

    private Uni<Boolean> action(Random chance, String name) {
        Pool pool = replicas.get(chance.nextInt(replicas.size()));
        return switch (chance.nextInt(10)) {
            case 0, 1, 2, 3 -> reserve(pool, spending(chance, name));
            case 4, 5, 6 -> settle(chance, pool);
            case 7 -> repeat(chance, pool);
            case 8 -> crash(chance, pool);
            default -> sweep(chance, pool);
        };
    }

    private static Spending spending(Random chance, String name) {
        String client = "c" + chance.nextInt(3);
        String route = "r" + chance.nextInt(2);
        List<Account> accounts = new ArrayList<>(List.of(
                account("all", LIMIT), account("client:" + client, LIMIT / 2), account("route:" + route, LIMIT / 2)));
        Collections.shuffle(accounts, chance);
        return new Spending(name, client, route, 1 + chance.nextInt(200), accounts);
    }

    private Uni<Boolean> reserve(Pool pool, Spending spending) {
        List<Hold> holds = spending.accounts().stream()
                .map(account -> new Hold(account, spending.amount()))
                .toList();
        return TestingBudgets.over(pool)
                .reserve(spending.reservation(), holds, LATER)
                .invoke(answer -> {
                    if (answer instanceof Held) {
                        held.add(spending);
                    }
                })
                .replaceWith(true);
    }

    /** At up to twice what was reserved, in one entry or two, of up to three reservations. */
    private Uni<Boolean> settle(Random chance, Pool pool) {
        List<UsageEntry> batch = new ArrayList<>();
        for (int i = chance.nextInt(3); i >= 0; i--) {
            Spending spent = held.poll();
            for (int part = chance.nextInt(2); spent != null && part >= 0; part--) {
                batch.add(
                        entry(spent, chance.nextInt(5) == 0 ? chance.nextLong(200) : chance.nextLong(spent.amount())));
            }
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        written.add(batch);
        return TestingUsage.write(pool, batch).map(fresh -> fresh <= batch.size());
    }

    private static UsageEntry entry(Spending spent, long actual) {
        return TestingUsage.entry(draft -> draft.by(spent.client(), null, null, null)
                .route(spent.route(), "local/small")
                .settling(spent.reservation(), actual, spent.accounts().toArray(Account[]::new)));
    }

    private Uni<Boolean> repeat(Random chance, Pool pool) {
        return written.isEmpty()
                ? Uni.createFrom().item(true)
                : TestingUsage.write(pool, written.get(chance.nextInt(written.size())))
                        .replaceWith(true);
    }

    /** The holder forgets, gives back, or comes after the end. */
    private Uni<Boolean> crash(Random chance, Pool pool) {
        Spending lost = held.poll();
        if (lost == null) {
            return Uni.createFrom().item(true);
        }
        return switch (chance.nextInt(3)) {
            case 0 -> Uni.createFrom().item(true);
            case 1 -> TestingBudgets.over(pool).release(lost.reservation()).replaceWith(true);
            default -> {
                List<UsageEntry> late = List.of(entry(lost, chance.nextLong(150)));
                written.add(late);
                yield TestingBudgets.over(pool)
                        .release(lost.reservation())
                        .chain(() -> TestingUsage.write(pool, late))
                        .replaceWith(true);
            }
        };
    }

    private static Uni<Boolean> sweep(Random chance, Pool pool) {
        if (chance.nextInt(4) == 0) {
            postgres.elapse(Duration.ofMinutes(25));
        }
        return pool.query("SELECT budget_expire(50)").execute().replaceWith(true);
    }

    private static void sweepAll() {
        int removed = 1;
        while (removed > 0) {
            removed = TestingBudgets.sweep(postgres, replicas.getFirst());
        }
    }

    private static void booksAreRight() {
        assertThat(postgres.ask(
                        "SELECT scope FROM budget_account WHERE settled > amount OR settled + reserved > amount"))
                .as("budgets that were exceeded")
                .isEmpty();
        assertThat(postgres.ask("SELECT a.scope FROM budget_account a WHERE a.reserved <>"
                        + " (SELECT coalesce(sum(h.amount), 0) FROM budget_hold h WHERE h.account = a.id)"))
                .as("budgets that hold something else than their reservations")
                .isEmpty();
        assertThat(postgres.ask("SELECT a.scope || ' ' || (a.settled + a.overrun) FROM budget_account a ORDER BY 1"))
                .as("what is used and what the ledger says")
                .isEqualTo(
                        postgres.ask("SELECT a.scope || ' ' || (SELECT coalesce(sum(e.cost_nano), 0) FROM usage_entry e"
                                + " WHERE a.scope IN ('all', 'client:' || e.client, 'route:' || e.route))"
                                + " FROM budget_account a ORDER BY 1"));
        sweepAll();
        assertThat(postgres.ask("SELECT reservation FROM budget_hold WHERE until <= clock_timestamp()"))
                .as("reservations that outlive their deadline")
                .isEmpty();
    }
}

package io.sallyport.usage.pg;

import static io.sallyport.limit.pg.TestingBudgets.LATER;
import static io.sallyport.limit.pg.TestingBudgets.account;
import static io.sallyport.limit.pg.TestingBudgets.holds;
import static io.sallyport.limit.pg.TestingBudgets.now;
import static io.sallyport.usage.pg.TestingUsage.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.pg.LossyWire;
import io.sallyport.core.StartRefused;
import io.sallyport.limit.Budgets;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Budgets.Reserved.Held;
import io.sallyport.limit.Budgets.Standing;
import io.sallyport.limit.pg.TestingBudgets;
import io.sallyport.testing.TestingPostgres;
import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageLedger;
import io.sallyport.usage.UsageObserver;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgUsageLedgerTest {
    private static final int ROOM = 1_000;

    private static TestingPostgres postgres;
    private static Pool pool;
    private static Budgets budgets;

    private final Watching seen = new Watching();
    private final UsageLedger ledger = TestingUsage.over(postgres.vertx(), pool, ROOM, seen);

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        pool = postgres.pool(6, postgres.port());
        budgets = TestingBudgets.over(pool);
    }

    @BeforeEach
    void empty() {
        postgres.empty();
    }

    private static void reserve(String reservation, long amount, Account... accounts) {
        assertThat(now(budgets.reserve(reservation, holds(amount, accounts), LATER)))
                .isEqualTo(new Held());
    }

    private static Standing standing(Account account) {
        return now(budgets.standing(List.of(account))).getFirst();
    }

    private void write(UsageEntry... entries) {
        for (UsageEntry entry : entries) {
            ledger.write(entry);
        }
        now(ledger.flushed());
    }

    @Test
    void an_entry_is_taken_down_with_all_that_it_says() {
        write(entry(draft -> draft.id("use_1")
                .by("web-chat", "alice", "desk", "run_1")
                .route("chat", "local/big")
                .used(new Usage(10, 4, 3, 7, 2), 1_234, "EUR")));

        assertThat(
                        postgres.ask(
                                "SELECT row(id, tenant, client, subject, agent, run, call, attempt, last, what, route, model,"
                                        + " answered_by, outcome, tokens_input, tokens_cached, tokens_cache_write, tokens_output,"
                                        + " tokens_reasoning, cost_nano, currency, estimated, duration_ms, reservation)::text FROM usage_entry"))
                .containsExactly("(use_1,default,web-chat,alice,desk,run_1,call-use_1,1,t,chat,chat,local/big,"
                        + ",ok,10,4,3,7,2,1234,EUR,f,12,)");
    }

    @Test
    void entries_are_written_without_anybody_asking_for_it() {
        ledger.write(entry(draft -> draft.id("use_1")));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(postgres.ask("SELECT id FROM usage_entry")).containsExactly("use_1"));
    }

    @Test
    void thousands_arrive_whatever_the_batches_are_and_each_once() {
        for (int i = 0; i < 900; i++) {
            ledger.write(entry(draft -> draft));
        }
        UsageEntry twice = entry(draft -> draft);
        write(twice, twice);

        assertThat(postgres.ask("SELECT count(*) FROM usage_entry")).containsExactly("901");
        assertThat(seen.written.stream().mapToInt(Integer::intValue).sum()).isEqualTo(902);
    }

    @Test
    void what_a_reservation_holds_is_settled_at_what_it_was_and_the_rest_returns() {
        Account account = account("all", 100);
        Account other = account("client:a", 100);
        reserve("r1", 40, account, other);

        write(entry(draft -> draft.settling("r1", 15, account, other)));

        assertThat(standing(account)).isEqualTo(new Standing(account, 15, 0, 0));
        assertThat(standing(other)).isEqualTo(new Standing(other, 15, 0, 0));
    }

    @Test
    void what_a_provider_delivers_beyond_its_reservation_counts_as_used_and_apart() {
        Account account = account("all", 100);
        reserve("r1", 90, account);

        write(entry(draft -> draft.settling("r1", 130, account)));

        assertThat(standing(account)).isEqualTo(new Standing(account, 90, 0, 40));
        assertThat(now(budgets.reserve("r2", holds(1, account), LATER)))
                .isEqualTo(new Budgets.Reserved.Exhausted(new Standing(account, 90, 0, 40), false));
    }

    @Test
    void what_is_settled_after_the_reservation_has_ended_is_overrun() {
        Account account = account("all", 100);
        reserve("late", 60, account);
        postgres.elapse(Duration.ofHours(2));
        assertThat(TestingBudgets.sweep(postgres, pool)).isEqualTo(1);
        reserve("next", 100, account);

        write(entry(draft -> draft.settling("late", 55, account)));

        assertThat(standing(account)).isEqualTo(new Standing(account, 0, 100, 55));
    }

    @Test
    void several_entries_of_one_reservation_settle_it_together() {
        Account account = account("all", 100);
        reserve("r1", 50, account);
        reserve("r2", 10, account);

        write(
                entry(draft -> draft.settling("r1", 20, account).notLast()),
                entry(draft -> draft.settling("r2", 4, account)),
                entry(draft -> draft.settling("r1", 45, account)));

        assertThat(standing(account)).isEqualTo(new Standing(account, 54, 0, 15));
    }

    @Test
    void an_entry_ends_its_whole_reservation_whatever_it_settles() {
        Account account = account("all", 100);
        Account other = account("client:a", 100);
        reserve("r1", 50, account, other);

        write(entry(draft -> draft.settling("r1", 20, account)));

        assertThat(standing(other)).isEqualTo(new Standing(other, 0, 0, 0));
    }

    @Test
    void what_was_never_reserved_is_overrun_and_the_account_is_made_for_it() {
        Account account = account("all", 100);

        write(entry(draft -> draft.settling(null, 20, account)));

        assertThat(standing(account)).isEqualTo(new Standing(account, 0, 0, 20));
    }

    @Test
    void a_batch_that_is_written_again_settles_nothing_again() {
        Account account = account("all", 100);
        reserve("r1", 50, account);
        List<UsageEntry> batch = List.of(entry(draft -> draft.settling("r1", 70, account)), entry(draft -> draft));

        assertThat(now(TestingUsage.write(pool, batch))).isEqualTo(2);
        assertThat(now(TestingUsage.write(pool, batch))).isZero();

        assertThat(standing(account)).isEqualTo(new Standing(account, 50, 0, 20));
    }

    @Test
    void a_batch_whose_answer_is_lost_is_sent_again_and_counts_once() {
        LossyWire wire = new LossyWire(postgres.vertx(), postgres.port());
        UsageLedger wired = TestingUsage.over(postgres.vertx(), postgres.pool(1, wire.port()), ROOM, seen);
        wired.write(entry(draft -> draft));
        now(wired.flushed());
        Account account = account("all", 100);
        reserve("r1", 50, account);
        wire.lose(1);

        wired.write(entry(draft -> draft.settling("r1", 70, account)));
        now(wired.flushed());

        assertThat(standing(account)).isEqualTo(new Standing(account, 50, 0, 20));
        assertThat(postgres.ask("SELECT count(*) FROM usage_entry")).containsExactly("2");
    }

    @Test
    void entries_wait_while_every_connection_breaks_and_are_written_after_it() {
        Account account = account("all", 100_000);
        List<UsageEntry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            reserve("r" + i, 10, account);
            String held = "r" + i;
            entries.add(entry(draft -> draft.settling(held, 7, account)));
        }
        entries.forEach(ledger::write);
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND datname = current_database()");

        now(ledger.flushed());

        assertThat(standing(account)).isEqualTo(new Standing(account, 2_100, 0, 0));
    }

    @Test
    void a_full_queue_drops_what_settles_nothing_first_and_says_what_it_dropped() {
        UsageLedger stuck = TestingUsage.over(postgres.vertx(), postgres.pool(1, 1), 10, seen);
        for (int i = 0; i < 1_000; i++) {
            stuck.write(entry(draft -> draft));
        }
        assertThat(seen.dropped).containsOnly(UsageObserver.Dropped.FULL).hasSizeBetween(400, 990);

        for (int i = 0; i < 1_000; i++) {
            stuck.write(entry(draft -> draft.settling("r", 1, account("all", 10))));
        }

        assertThat(seen.dropped)
                .filteredOn(UsageObserver.Dropped.FULL_SETTLEMENT::equals)
                .hasSizeBetween(480, 990);
    }

    @Test
    void an_entry_that_the_database_does_not_take_keeps_no_other_from_being_written() {
        List<UsageEntry> entries = new ArrayList<>(
                IntStream.range(0, 20).mapToObj(i -> entry(draft -> draft)).toList());
        entries.add(13, entry(draft -> draft.used(Usage.NONE, -1, "USD")));

        write(entries.toArray(UsageEntry[]::new));

        assertThat(seen.dropped).containsExactly(UsageObserver.Dropped.REFUSED);
        assertThat(postgres.ask("SELECT count(*) FROM usage_entry")).containsExactly("20");
        assertThatThrownBy(() -> now(TestingUsage.write(pool, entries))).isInstanceOf(UsageStore.Refused.class);
    }

    @Test
    void characters_that_the_database_has_not_are_replaced() {
        write(entry(draft -> draft.by("web\0chat", "a\0", null, null)));

        assertThat(postgres.ask("SELECT client || subject FROM usage_entry")).containsExactly("web\uFFFDchata\uFFFD");
    }

    @Test
    void old_entries_go_in_batches() {
        write(
                entry(draft -> draft.id("old").at(TestingBudgets.NOW.minus(Duration.ofDays(401)))),
                entry(draft -> draft.id("young").at(TestingBudgets.NOW.minus(Duration.ofDays(399)))));
        OldEntries old = new OldEntries(pool, Duration.ofDays(400));

        assertThat(now(old.removeSome())).isEqualTo(1);

        assertThat(now(old.removeSome())).isZero();
        assertThat(postgres.ask("SELECT id FROM usage_entry")).containsExactly("young");
    }

    @Test
    void entries_are_kept_for_a_month_at_least() {
        assertThatThrownBy(() -> new OldEntries(pool, Duration.ofDays(30)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("31d");
    }

    @Test
    void when_the_server_leaves_what_is_queued_is_written() {
        PgUsageLedger leaving = new PgUsageLedger(postgres.vertx(), new UsageStore(pool), ROOM, seen);
        leaving.write(entry(draft -> draft.id("use_1")));

        leaving.finish(new ShutdownDelayInitiatedEvent());

        assertThat(postgres.ask("SELECT id FROM usage_entry")).containsExactly("use_1");
    }

    /** Writes down what it is told. */
    private static final class Watching implements UsageObserver {
        private final Queue<Integer> written = new ConcurrentLinkedQueue<>();
        private final Queue<Dropped> dropped = new ConcurrentLinkedQueue<>();

        @Override
        public void written(int entries) {
            written.add(entries);
        }

        @Override
        public void dropped(Dropped why) {
            dropped.add(why);
        }

        @Override
        public void waiting(int entries) {}
    }
}

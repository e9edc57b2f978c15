package io.sallyport.limit.pg;

import static io.sallyport.limit.pg.TestingBudgets.LATER;
import static io.sallyport.limit.pg.TestingBudgets.account;
import static io.sallyport.limit.pg.TestingBudgets.holds;
import static io.sallyport.limit.pg.TestingBudgets.now;
import static io.sallyport.limit.pg.TestingBudgets.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.checkpoint.pg.LossyWire;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Budgets.Hold;
import io.sallyport.limit.Budgets.Reserved;
import io.sallyport.limit.Budgets.Reserved.Exhausted;
import io.sallyport.limit.Budgets.Reserved.Held;
import io.sallyport.limit.Budgets.Standing;
import io.sallyport.limit.Period;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgBudgetsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static TestingPostgres postgres;
    private static Pool pool;
    private static Budgets budgets;

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

    private static Reserved reserve(String reservation, List<Hold> holds) {
        return now(budgets.reserve(reservation, holds, LATER));
    }

    private static Standing standing(Account account) {
        return now(budgets.standing(List.of(account))).getFirst();
    }

    @Test
    void all_accounts_hold_a_reservation_or_none_does() {
        Account wide = account("all", 100);
        Account narrow = account("client:a", 10);

        assertThat(reserve("r1", holds(7, wide, narrow))).isEqualTo(new Held());
        assertThat(reserve("r2", holds(7, wide, narrow))).isEqualTo(new Exhausted(new Standing(narrow, 0, 7, 0), true));

        assertThat(standing(wide)).isEqualTo(new Standing(wide, 0, 7, 0));
        assertThat(standing(narrow)).isEqualTo(new Standing(narrow, 0, 7, 0));
    }

    @Test
    void what_is_exactly_left_may_be_reserved_and_one_more_may_not() {
        Account account = account("all", 10);

        assertThat(reserve("r1", holds(4, account))).isEqualTo(new Held());
        assertThat(reserve("r2", holds(7, account))).isInstanceOf(Exhausted.class);
        assertThat(reserve("r3", holds(6, account))).isEqualTo(new Held());
        assertThat(reserve("r4", holds(1, account))).isInstanceOf(Exhausted.class);
        assertThat(reserve("r5", holds(0, account))).isEqualTo(new Held());
    }

    @Test
    void two_hundred_at_once_on_three_replicas_get_exactly_what_is_there_for_a_hundred() {
        Account account = account("client:a", 700);
        List<Budgets> replicas = IntStream.range(0, 3)
                .mapToObj(i -> TestingBudgets.over(postgres, 6))
                .toList();
        List<Uni<Reserved>> asked = IntStream.range(0, 200)
                .mapToObj(i -> replicas.get(i % 3).reserve("r" + i, holds(7, account("all", 10_000), account), LATER))
                .toList();

        assertThat(together(asked)).filteredOn(Held.class::isInstance).hasSize(100);
        assertThat(standing(account)).isEqualTo(new Standing(account, 0, 700, 0));
    }

    @Test
    void reservations_over_the_same_accounts_in_any_order_never_lock_each_other_out() {
        long before = TestingBudgets.deadlocks(postgres);
        Budgets other = TestingBudgets.over(postgres, 6);
        Account one = account("client:a", Long.MAX_VALUE);
        Account two = account("route:b", Long.MAX_VALUE);
        Account three = account("all", Long.MAX_VALUE);
        for (int round = 0; round < 60; round++) {
            List<Uni<Boolean>> asked = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String name = round + "-" + i;
                asked.add(reserved(budgets, "a" + name, holds(1, one, two, three)));
                asked.add(reserved(other, "b" + name, holds(1, three, two, one)));
                asked.add(budgets.release("a" + name).replaceWith(true));
            }
            asked.add(other.standing(List.of(one)).replaceWith(true));
            assertThat(together(asked)).containsOnly(true);
        }
        assertThat(TestingBudgets.deadlocks(postgres)).isEqualTo(before);
    }

    private static Uni<Boolean> reserved(Budgets replica, String reservation, List<Hold> holds) {
        return replica.reserve(reservation, holds, LATER).map(Held.class::isInstance);
    }

    @Test
    void a_repeated_reservation_changes_nothing_even_where_there_is_no_room_for_another() {
        Account account = account("all", 10);
        assertThat(reserve("r1", holds(10, account))).isEqualTo(new Held());

        assertThat(reserve("r1", holds(10, account))).isEqualTo(new Held());

        assertThat(standing(account).reserved()).isEqualTo(10);
    }

    @Test
    void a_reservation_whose_answer_is_lost_is_made_once() {
        LossyWire wire = new LossyWire(postgres.vertx(), postgres.port());
        Budgets wired = TestingBudgets.over(postgres.pool(2, wire.port()));
        Account account = account("all", 10);
        assertThat(now(wired.reserve("warm", holds(1, account), LATER))).isEqualTo(new Held());
        wire.lose(1);

        assertThat(now(wired.reserve("r1", holds(9, account), LATER))).isEqualTo(new Held());

        assertThat(standing(account).reserved()).isEqualTo(10);
    }

    @Test
    void what_is_released_may_be_reserved_again_and_releasing_twice_gives_nothing_back() {
        Account account = account("all", 10);
        assertThat(reserve("r1", holds(6, account))).isEqualTo(new Held());
        assertThat(reserve("r2", holds(4, account))).isEqualTo(new Held());

        now(budgets.release("r1"));
        now(budgets.release("r1"));

        assertThat(standing(account)).isEqualTo(new Standing(account, 0, 4, 0));
    }

    @Test
    void what_a_crashed_holder_has_reserved_is_free_at_its_deadline_before_anybody_sweeps() {
        Account account = account("all", 10);
        Account other = account("client:a", 100);
        assertThat(reserve("dead", holds(8, other, account))).isEqualTo(new Held());
        postgres.elapse(HOUR.minusMinutes(1));
        assertThat(reserve("early", holds(8, account))).isInstanceOf(Exhausted.class);

        postgres.elapse(Duration.ofMinutes(2));

        assertThat(standing(account).reserved()).isZero();
        assertThat(reserve("next", holds(8, account))).isEqualTo(new Held());
        assertThat(standing(account).reserved()).isEqualTo(8);
        assertThat(standing(other).reserved()).isZero();
    }

    @Test
    void the_sweep_removes_what_has_ended_and_nothing_else() {
        Account account = account("all", 100);
        assertThat(reserve("dead", holds(8, account, account("client:a", 100)))).isEqualTo(new Held());
        postgres.elapse(HOUR.plusSeconds(1));
        assertThat(reserve("alive", holds(5, account))).isEqualTo(new Held());

        assertThat(TestingBudgets.sweep(postgres, pool)).isEqualTo(2);

        assertThat(TestingBudgets.sweep(postgres, pool)).isZero();
        assertThat(postgres.ask("SELECT scope || ' ' || reserved FROM budget_account ORDER BY scope"))
                .containsExactly("all 5", "client:a 0");
    }

    @Test
    void a_limit_that_is_lowered_below_what_is_reserved_refuses_and_nothing_becomes_negative() {
        assertThat(reserve("r1", holds(60, account("all", 100)))).isEqualTo(new Held());

        assertThat(reserve("r2", holds(1, account("all", 50))))
                .isEqualTo(new Exhausted(new Standing(account("all", 50), 0, 60, 0), true));
        assertThat(reserve("r3", holds(51, account("all", 50))))
                .isEqualTo(new Exhausted(new Standing(account("all", 50), 0, 60, 0), false));
        now(budgets.release("r1"));

        assertThat(reserve("r4", holds(50, account("all", 50)))).isEqualTo(new Held());
    }

    @Test
    void of_several_that_refuse_the_one_is_named_for_which_waiting_is_of_no_use() {
        Account spent = account("client:a", 5);
        Account held = account("all", 20);
        Account month = new Account(
                new AppliedLimit("default", "all", new LimitSpec(Measure.COST, Window.MONTH, 20)),
                Period.of(Window.MONTH, TestingBudgets.NOW, ZoneOffset.UTC));
        assertThat(reserve("r1", holds(15, held, month))).isEqualTo(new Held());

        assertThat(reserve("r2", holds(6, month, spent, held)))
                .isEqualTo(new Exhausted(new Standing(spent, 0, 0, 0), false));
        assertThat(reserve("r3", holds(6, held, month))).isEqualTo(new Exhausted(new Standing(month, 0, 15, 0), true));
    }

    @Test
    void the_same_account_twice_counts_once_with_the_narrower_limit() {
        assertThat(reserve("r1", holds(8, account("all", 100), account("all", 10))))
                .isEqualTo(new Held());
        assertThat(reserve("r2", holds(8, account("all", 100), account("all", 10))))
                .isInstanceOf(Exhausted.class);
        assertThat(standing(account("all", 10)).reserved()).isEqualTo(8);
    }

    @Test
    void amounts_that_no_number_holds_are_refused_and_not_miscounted() {
        Account account = account("all", Long.MAX_VALUE);
        assertThat(reserve("r1", holds(Long.MAX_VALUE, account))).isEqualTo(new Held());

        assertThat(reserve("r2", holds(Long.MAX_VALUE, account))).isInstanceOf(Exhausted.class);
    }

    @Test
    void names_from_tokens_may_be_of_any_length_and_of_any_characters() {
        Account odd = account("user:client:a/\0" + "é😀".repeat(5_000), 10);
        Account other = account("user:client:a/\0" + "é😀".repeat(5_001), 10);

        assertThat(reserve("r1", holds(8, odd))).isEqualTo(new Held());

        assertThat(standing(odd).reserved()).isEqualTo(8);
        assertThat(standing(other).reserved()).isZero();
    }

    @Test
    void accounts_of_windows_long_over_go_unless_somebody_holds_something_of_them() {
        assertThat(reserve("r1", holds(8, account("old", 10), account("held", 10), account("new", 10))))
                .isEqualTo(new Held());
        now(budgets.release("r1"));
        assertThat(reserve("r2", holds(8, account("held", 10)))).isEqualTo(new Held());
        postgres.execute("UPDATE budget_account SET starts_at = starts_at - interval '42 days',"
                + " ends_at = ends_at - interval '42 days' WHERE scope IN ('old', 'held')");

        assertThat(now(new OldAccounts(pool).removeSome())).isEqualTo(1);

        assertThat(postgres.ask("SELECT scope FROM budget_account ORDER BY scope"))
                .containsExactly("held", "new");
    }

    @Test
    void accounts_that_nobody_has_used_stand_at_nothing_in_the_order_asked_for() {
        Account used = account("b", 10);
        assertThat(reserve("r1", holds(3, used))).isEqualTo(new Held());

        assertThat(now(budgets.standing(List.of(account("a", 5), used, account("c", 5)))))
                .containsExactly(
                        new Standing(account("a", 5), 0, 0, 0),
                        new Standing(used, 0, 3, 0),
                        new Standing(account("c", 5), 0, 0, 0));
        assertThat(now(budgets.standing(List.of()))).isEmpty();
    }

    @Test
    void without_a_database_nothing_is_reserved_and_nothing_is_known() {
        Budgets nowhere = TestingBudgets.over(postgres.pool(1, 1));
        Account account = account("all", 10);

        assertThatThrownBy(() -> now(nowhere.reserve("r1", holds(1, account), LATER)))
                .isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> now(nowhere.standing(List.of(account)))).isInstanceOf(StoreUnavailable.class);
        assertThat(now(nowhere.reserve("r1", List.of(), LATER))).isEqualTo(new Held());
    }

    @Test
    void a_value_that_the_database_does_not_take_is_not_an_outage() {
        assertThatThrownBy(() -> now(new BudgetStore(pool).send("SELECT $1::text", Tuple.of("\u0000"))))
                .isInstanceOf(BudgetStore.ValueRefused.class);
    }
}

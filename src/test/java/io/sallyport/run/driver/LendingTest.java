package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentSpec.Limits;
import io.sallyport.chat.Usage;
import io.sallyport.run.machine.Family;
import io.sallyport.run.machine.Loan;
import io.sallyport.run.machine.Parentage;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Spent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LendingTest {
    private static final Limits ROOMY = limits(50, 100, OptionalLong.empty(), Optional.empty());

    private static Limits limits(int steps, int calls, OptionalLong tokens, Optional<BigDecimal> cost) {
        return new Limits(steps, calls, tokens, cost, OptionalInt.empty(), Duration.ofMinutes(5), 4, 3);
    }

    private static RunState having(Spent spent) {
        RunState empty = RunState.EMPTY;
        return new RunState(
                empty.status(),
                List.of(),
                empty.metadata(),
                empty.opening(),
                0,
                List.of(),
                spent,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Loan> loan(Limits limits, Spent spent, Limits child, int waiting) {
        return Lending.of(limits, having(spent), child, waiting, 60_000) instanceof Lending.Result.Lent(Loan loan)
                ? Optional.of(loan)
                : Optional.empty();
    }

    /** As the fold does it. */
    private static Spent after(Spent spent, Loan loan) {
        Family family = spent.family();
        return new Spent(
                spent.usage(),
                spent.costNano(),
                0,
                0,
                0,
                0,
                new Family(
                        family.tokens(),
                        family.steps(),
                        family.toolCalls(),
                        family.lentTokens() + Math.max(0, loan.tokens()),
                        family.lentCostNano() + Math.max(0, loan.costNano()),
                        family.lentSteps() + loan.steps(),
                        family.lentToolCalls() + loan.toolCalls()));
    }

    @Test
    void however_many_are_lent_to_together_they_have_no_more_than_was_left() {
        Random random = new Random(4711);
        for (int round = 0; round < 2000; round++) {
            long tokens = 1 + random.nextInt(5000);
            long nano = 1 + random.nextInt(1_000_000);
            int steps = 1 + random.nextInt(60);
            int calls = 1 + random.nextInt(60);
            Limits limits = limits(steps, calls, OptionalLong.of(tokens), Optional.of(BigDecimal.valueOf(nano, 9)));
            Spent spent = new Spent(
                    new Usage(random.nextInt(1000), 0, random.nextInt(1000), 0), random.nextInt(500_000), 0, 0, 0, 0);
            long before = spent.tokens();
            for (int waiting = 1 + random.nextInt(100); waiting > 0; waiting--) {
                Optional<Loan> loan = loan(limits, spent, ROOMY, waiting);
                spent = loan.isPresent() ? after(spent, loan.get()) : spent;
            }
            Family family = spent.family();
            assertThat(family.lentTokens()).isLessThanOrEqualTo(Math.max(0, tokens - before));
            assertThat(family.lentCostNano()).isLessThanOrEqualTo(Math.max(0, nano - spent.costNano()));
            // One step is the parent's own.
            assertThat(family.lentSteps()).isLessThanOrEqualTo(Math.max(0, steps - 1));
            assertThat(family.lentToolCalls()).isLessThanOrEqualTo(calls);
        }
    }

    @Test
    void a_child_is_lent_no_more_than_it_may_use_itself() {
        Limits modest = new Limits(
                2,
                1,
                OptionalLong.of(100),
                Optional.of(new BigDecimal("0.001")),
                OptionalInt.empty(),
                Duration.ofSeconds(9),
                4,
                1);
        Limits rich = limits(50, 100, OptionalLong.of(100_000), Optional.of(BigDecimal.ONE));

        assertThat(loan(rich, Spent.NOTHING, modest, 1)).contains(new Loan(100, 1_000_000, 2, 1, 9000, 1));
    }

    @Test
    void a_child_uses_no_more_of_anything_than_it_was_lent_whatever_its_manifest_says() {
        Loan loan = new Loan(100, 1_000_000, 2, 1, 9000, 1);
        Optional<Parentage> parent = Optional.of(new Parentage("run_1", "call_1", loan, false));
        Limits lent = new Limits(
                2,
                1,
                OptionalLong.of(100),
                Optional.of(new BigDecimal("0.001000000")),
                OptionalInt.empty(),
                Duration.ofSeconds(9),
                4,
                1);

        assertThat(Lending.within(ROOMY, parent)).isEqualTo(lent);
        assertThat(Lending.within(limits(50, 100, OptionalLong.of(9000), Optional.of(BigDecimal.TEN)), parent))
                .isEqualTo(lent);
    }

    @Test
    void what_the_parent_does_not_bound_is_bounded_by_the_childs_own_manifest() {
        Loan loan = loan(ROOMY, Spent.NOTHING, limits(5, 5, OptionalLong.of(70), Optional.empty()), 1)
                .orElseThrow();
        Limits own = limits(5, 5, OptionalLong.of(70), Optional.empty());

        assertThat(loan.tokens()).isEqualTo(Loan.UNBOUNDED);
        Limits within = Lending.within(own, Optional.of(new Parentage("run_1", "call_1", loan, false)));
        assertThat(within.tokens()).hasValue(70);
        assertThat(within.cost()).isEmpty();
        assertThat(within.wallTime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(within.depth()).isEqualTo(2);
    }

    @Test
    void nothing_is_lent_where_nothing_is_left() {
        Spent all = new Spent(new Usage(990, 0, 10, 0), 1_000_000_000L, 0, 0, 0, 0);

        assertThat(Lending.of(limits(9, 9, OptionalLong.of(1000), Optional.empty()), having(all), ROOMY, 1, 1000))
                .isEqualTo(new Lending.Result.TooLittle("tokens"));
        assertThat(Lending.of(
                        limits(9, 9, OptionalLong.empty(), Optional.of(BigDecimal.ONE)), having(all), ROOMY, 1, 1000))
                .isEqualTo(new Lending.Result.TooLittle("cost"));
        assertThat(Lending.of(limits(1, 9, OptionalLong.empty(), Optional.empty()), having(all), ROOMY, 1, 1000))
                .isEqualTo(new Lending.Result.TooLittle("steps"));
    }
}

package io.sallyport.run.driver;

import io.sallyport.catalog.AgentSpec.Limits;
import io.sallyport.run.machine.Family;
import io.sallyport.run.machine.Loan;
import io.sallyport.run.machine.Parentage;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Spent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run may use that another one has begun: never more than that one has left. What is left is shared evenly by the children that its
 * model has asked for at once and that have not begun, and by the parent, which has to go on when they have ended.
 */
final class Lending {
    /** The parent's own next model call. */
    private static final int ITS_OWN_STEP = 1;

    private Lending() {}

    /** What came of asking. */
    sealed interface Result {
        record Lent(Loan loan) implements Result {}

        /**
         * Nothing is lent.
         *
         * @param limit of which too little is left, as it is called in the manifest
         */
        record TooLittle(String limit) implements Result {}
    }

    /**
     * What a child is lent.
     *
     * @param limits   the parent's
     * @param child    the child's own
     * @param waiting  children that the parent's model wants and that have not begun, this one included
     * @param wallLeft milliseconds of running that the parent has left
     */
    static Result of(Limits limits, RunState parent, Limits child, int waiting, long wallLeft) {
        Spent spent = parent.spent();
        Family family = spent.family();
        long tokens = limits.tokens().isPresent()
                ? share(
                        limits.tokens().getAsLong() - spent.tokens() - spent.reservedTokens() - family.lentTokens(),
                        waiting)
                : Loan.UNBOUNDED;
        if (tokens == 0) {
            return new Result.TooLittle("tokens");
        }
        long nano = limits.cost().isPresent()
                ? share(
                        nano(limits.cost().get()) - spent.costNano() - spent.reservedCostNano() - family.lentCostNano(),
                        waiting)
                : Loan.UNBOUNDED;
        if (nano == 0) {
            return new Result.TooLittle("cost");
        }
        int steps = limits.steps() - parent.steps().size() - family.steps() - family.lentSteps() - ITS_OWN_STEP;
        if (steps < 1) {
            return new Result.TooLittle("steps");
        }
        long calls = limits.toolCalls() - parent.calls().count() - family.toolCalls() - family.lentToolCalls();
        return new Result.Lent(new Loan(
                least(tokens, child.tokens()),
                least(
                        nano,
                        child.cost().map(cost -> OptionalLong.of(nano(cost))).orElse(OptionalLong.empty())),
                Math.min(child.steps(), Math.max(1, steps / waiting)),
                (int) Math.min(child.toolCalls(), share(calls, waiting)),
                Math.min(child.wallTime().toMillis(), wallLeft),
                Math.min(child.depth(), limits.depth() - 1)));
    }

    /** Floor, and never below nothing. */
    private static long share(long left, int waiting) {
        return Math.max(0, left) / (waiting + 1);
    }

    private static long least(long lent, OptionalLong own) {
        return lent == Loan.UNBOUNDED || own.isEmpty() ? lent : Math.min(lent, own.getAsLong());
    }

    /** What a run may use itself: what its manifest says, and no more than it was lent. */
    static Limits within(Limits own, Optional<Parentage> parent) {
        return parent.map(Parentage::loan).map(loan -> within(own, loan)).orElse(own);
    }

    private static Limits within(Limits own, Loan loan) {
        return new Limits(
                Math.min(own.steps(), loan.steps()),
                Math.min(own.toolCalls(), loan.toolCalls()),
                loan.tokens() == Loan.UNBOUNDED
                        ? own.tokens()
                        : OptionalLong.of(Math.min(loan.tokens(), own.tokens().orElse(Long.MAX_VALUE))),
                loan.costNano() == Loan.UNBOUNDED ? own.cost() : Optional.of(cost(own, loan.costNano())),
                own.maxOutput(),
                Duration.ofMillis(Math.min(own.wallTime().toMillis(), loan.wallMillis())),
                own.parallel(),
                Math.min(own.depth(), loan.depth()));
    }

    private static BigDecimal cost(Limits own, long nano) {
        BigDecimal lent = BigDecimal.valueOf(nano, 9);
        return own.cost().map(lent::min).orElse(lent);
    }

    private static long nano(BigDecimal units) {
        return units.movePointRight(9).setScale(0, RoundingMode.FLOOR).longValueExact();
    }
}

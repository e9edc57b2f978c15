package io.sallyport.run.machine;

/**
 * What a run's children have used, and what is lent to those that have not ended.
 *
 * @param tokens        used by those that have ended, at most where that is not known
 * @param steps         of those that have ended
 * @param toolCalls     of those that have ended
 * @param lentTokens    reserved for those that have not; so are the others
 */
public record Family(
        long tokens, int steps, int toolCalls, long lentTokens, long lentCostNano, int lentSteps, int lentToolCalls) {
    public static final Family NONE = new Family(0, 0, 0, 0, 0, 0, 0);

    Family lent(Loan loan) {
        return moved(loan, 1, new ChildUse("", "", 0, 0, 0, 0, false));
    }

    Family returned(Loan loan, ChildUse use) {
        return moved(loan, -1, use);
    }

    private Family moved(Loan loan, int sign, ChildUse use) {
        return new Family(
                tokens + use.tokens(),
                steps + use.steps(),
                toolCalls + use.toolCalls(),
                lentTokens + sign * Math.max(0, loan.tokens()),
                lentCostNano + sign * Math.max(0, loan.costNano()),
                lentSteps + sign * loan.steps(),
                lentToolCalls + sign * loan.toolCalls());
    }
}

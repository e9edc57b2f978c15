package io.sallyport.run.machine;

import io.sallyport.chat.Usage;

/**
 * What a run has used.
 *
 * @param usage            settled
 * @param costNano         settled and lost, that of ended children included, in billionths of the currency's unit
 * @param reservedTokens   held by the attempt under way
 * @param reservedCostNano held by the attempt under way
 * @param toolCalls        begun
 * @param lostTokens       taken, at most, by attempts whose answers nobody has
 * @param family           what children have used, and what is lent to them
 */
public record Spent(
        Usage usage,
        long costNano,
        long reservedTokens,
        long reservedCostNano,
        int toolCalls,
        long lostTokens,
        Family family) {
    public static final Spent NOTHING = new Spent(Usage.NONE, 0, 0, 0, 0, 0);

    /** Of a run that has no children. */
    public Spent(
            Usage usage, long costNano, long reservedTokens, long reservedCostNano, int toolCalls, long lostTokens) {
        this(usage, costNano, reservedTokens, reservedCostNano, toolCalls, lostTokens, Family.NONE);
    }

    /** All tokens that count against a limit. */
    public long tokens() {
        return usage.input() + usage.output() + lostTokens + family.tokens();
    }

    Spent reserved(long tokens, long nano) {
        return new Spent(usage, costNano, tokens, nano, toolCalls, lostTokens, family);
    }

    Spent released() {
        return reserved(0, 0);
    }

    Spent settled(Usage more, long nano) {
        return new Spent(usage.plus(more), costNano + nano, 0, 0, toolCalls, lostTokens, family);
    }

    Spent lost(long tokens, long nano) {
        return new Spent(
                usage, costNano + nano, reservedTokens, reservedCostNano, toolCalls, lostTokens + tokens, family);
    }

    Spent oneMoreCall() {
        return new Spent(usage, costNano, reservedTokens, reservedCostNano, toolCalls + 1, lostTokens, family);
    }

    Spent lent(Loan loan) {
        return with(family.lent(loan), 0);
    }

    Spent returned(Loan loan, ChildUse use) {
        return with(family.returned(loan, use), use.costNano());
    }

    private Spent with(Family next, long nano) {
        return new Spent(usage, costNano + nano, reservedTokens, reservedCostNano, toolCalls, lostTokens, next);
    }
}

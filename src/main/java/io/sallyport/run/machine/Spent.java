package io.sallyport.run.machine;

import io.sallyport.chat.Usage;

/**
 * What a run has used.
 *
 * @param usage            settled
 * @param costNano         settled and lost, in billionths of the currency's unit
 * @param reservedTokens   held by the attempt under way
 * @param reservedCostNano held by the attempt under way
 * @param toolCalls        begun
 * @param lostTokens       taken, at most, by attempts whose answers nobody has
 */
public record Spent(
        Usage usage, long costNano, long reservedTokens, long reservedCostNano, int toolCalls, long lostTokens) {
    public static final Spent NOTHING = new Spent(Usage.NONE, 0, 0, 0, 0, 0);

    /** All tokens that count against a limit. */
    public long tokens() {
        return usage.input() + usage.output() + lostTokens;
    }

    Spent reserved(long tokens, long nano) {
        return new Spent(usage, costNano, tokens, nano, toolCalls, lostTokens);
    }

    Spent released() {
        return reserved(0, 0);
    }

    Spent settled(Usage more, long nano) {
        return new Spent(usage.plus(more), costNano + nano, 0, 0, toolCalls, lostTokens);
    }

    Spent lost(long tokens, long nano) {
        return new Spent(usage, costNano + nano, reservedTokens, reservedCostNano, toolCalls, lostTokens + tokens);
    }

    Spent oneMoreCall() {
        return new Spent(usage, costNano, reservedTokens, reservedCostNano, toolCalls + 1, lostTokens);
    }
}

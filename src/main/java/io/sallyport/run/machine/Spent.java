package io.sallyport.run.machine;

import io.sallyport.chat.Usage;

/**
 * What a run has used.
 *
 * @param usage            settled
 * @param costNano         settled, in billionths of the currency's unit
 * @param reservedTokens   held by the attempt under way
 * @param reservedCostNano held by the attempt under way
 * @param toolCalls        begun
 */
public record Spent(Usage usage, long costNano, long reservedTokens, long reservedCostNano, int toolCalls) {
    public static final Spent NOTHING = new Spent(Usage.NONE, 0, 0, 0, 0);

    Spent reserved(long tokens, long nano) {
        return new Spent(usage, costNano, tokens, nano, toolCalls);
    }

    Spent released() {
        return reserved(0, 0);
    }

    Spent settled(Usage more, long nano) {
        return new Spent(usage.plus(more), costNano + nano, 0, 0, toolCalls);
    }

    Spent oneMoreCall() {
        return new Spent(usage, costNano, reservedTokens, reservedCostNano, toolCalls + 1);
    }
}

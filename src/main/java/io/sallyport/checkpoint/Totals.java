package io.sallyport.checkpoint;

import io.sallyport.chat.Usage;

/**
 * What a run has used and what it holds reserved, as it stands after a commit. Written whole: the fence makes sure that nobody else has
 * written in between.
 *
 * @param wallMillis   time spent {@code RUNNING}
 * @param tokens       settled
 * @param reservedTokens held by attempts under way
 * @param costNano     settled, in billionths of the currency's unit
 */
public record Totals(
        long wallMillis,
        int steps,
        int toolCalls,
        Usage tokens,
        long reservedTokens,
        long costNano,
        long reservedCostNano) {
    public static final Totals NONE = new Totals(0, 0, 0, Usage.NONE, 0, 0, 0);

    /** The same after another time of running. */
    public Totals within(long millis) {
        return new Totals(millis, steps, toolCalls, tokens, reservedTokens, costNano, reservedCostNano);
    }
}

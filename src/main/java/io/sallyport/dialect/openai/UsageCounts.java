package io.sallyport.dialect.openai;

import io.sallyport.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a {@code usage} object, whatever a provider calls them. They all mean the same but for one thing: some leave reasoning out of
 * {@code completion_tokens} and in {@code total_tokens}. It is paid like output, so what the total has beyond the two is output.
 */
final class UsageCounts {
    private long input;
    private long cached;
    private long cacheWrite;
    private long output;
    private long reasoning;
    private long total;

    void reset() {
        input = 0;
        cached = 0;
        cacheWrite = 0;
        output = 0;
        reasoning = 0;
        total = 0;
    }

    void input(long tokens) {
        input = tokens;
    }

    /** Given under several names, by those who have more than one. */
    void cached(long tokens) {
        cached = worse(cached, tokens);
    }

    void cacheWrite(long tokens) {
        cacheWrite = worse(cacheWrite, tokens);
    }

    void output(long tokens) {
        output = tokens;
    }

    void reasoning(long tokens) {
        reasoning = tokens;
    }

    void total(long tokens) {
        total = tokens;
    }

    private static long worse(long known, long tokens) {
        return known < 0 || tokens < 0 ? -1 : Math.max(known, tokens);
    }

    /** What was counted; null where one of the counts is none: nothing is invented. */
    @Nullable
    Usage usage() {
        if (input < 0 || cached < 0 || cacheWrite < 0 || output < 0 || reasoning < 0 || total < 0) {
            return null;
        }
        long hidden = Math.max(0, total - input - output);
        return new Usage(input, cached, cacheWrite, output + hidden, Math.max(reasoning, hidden));
    }
}

package io.sallyport.chat;

/**
 * Tokens of one model call, as the provider counted them.
 *
 * @param input       all input tokens, cached ones included
 * @param cachedInput the part of {@code input} that was read from the provider's cache
 * @param cacheWrite  the part of {@code input} that was written to the provider's cache
 * @param output      all output tokens, reasoning included
 * @param reasoning   the part of {@code output} that was reasoning
 */
public record Usage(long input, long cachedInput, long cacheWrite, long output, long reasoning) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public Usage {
        if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0 || reasoning < 0) {
            throw new IllegalArgumentException("token counts are never negative");
        }
    }

    /** Nothing was written to a cache. */
    public Usage(long input, long cachedInput, long output, long reasoning) {
        this(input, cachedInput, 0, output, reasoning);
    }

    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite + other.cacheWrite,
                output + other.output,
                reasoning + other.reasoning);
    }

    /** All tokens, in and out. */
    public long total() {
        return input + output;
    }
}

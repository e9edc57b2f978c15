package io.sallyport.chat;

/**
 * Tokens of one model call, as the provider counted them.
 *
 * @param input       all input tokens, cached ones included
 * @param cachedInput the part of {@code input} that was read from the provider's cache
 * @param output      all output tokens, reasoning included
 * @param reasoning   the part of {@code output} that was reasoning
 */
public record Usage(long input, long cachedInput, long output, long reasoning) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    public Usage {
        if (input < 0 || cachedInput < 0 || output < 0 || reasoning < 0) {
            throw new IllegalArgumentException("token counts are never negative");
        }
    }
}

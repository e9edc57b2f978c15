package io.sallyport.tool.cel;

/**
 * What one evaluation may look at. Turns of loops are bounded by CEL itself; this bounds how much text they are shown, or a condition that
 * reads a megabyte in each turn would hold up an event loop for a second.
 */
final class Cost {
    /** Characters of arguments, each time they are looked at. */
    static final int MOST_CHARS = 4 << 20;

    private long left = MOST_CHARS;

    String shown(String text) {
        left -= text.length() + 1L;
        if (left < 0) {
            throw new ArithmeticException("more text than a condition may look at");
        }
        return text;
    }
}

package io.sallyport.edge.runs;

import java.math.BigDecimal;

/** Money as the API writes it: a decimal in a string, nine places. */
public final class Money {
    private static final int NANO = 9;

    private Money() {}

    /** Billionths, written out. */
    public static String of(long nano) {
        return BigDecimal.valueOf(nano, NANO).toPlainString();
    }
}

package io.sallyport.edge.runs;

import java.math.BigDecimal;

/** Money as the API writes it: a decimal in a string, nine places. */
final class Money {
    private static final int NANO = 9;

    private Money() {}

    static String of(long nano) {
        return BigDecimal.valueOf(nano, NANO).toPlainString();
    }
}

package io.sallyport.limit.redis;

import io.sallyport.catalog.LimitSpec;
import java.math.BigInteger;

/**
 * How a bucket refills: {@code amount} in {@code window} microseconds. What is taken is told as the time that its refilling takes, in whole
 * microseconds and a fraction {@code part / amount} of one: exact, however large the amounts and however long the windows are.
 */
record Refill(long amount, long window) {
    /** The largest amount that Lua's numbers hold exactly, together with a fraction's carry. */
    private static final long MOST = 1L << 51;

    Refill {
        amount = Math.clamp(amount, 1, MOST);
    }

    /** How the bucket of {@code limit} refills, which is no limit of what is under way. */
    static Refill of(LimitSpec limit) {
        long window = limit.window().length().orElseThrow().toNanos() / 1000;
        return new Refill(limit.amount(), window);
    }

    /** A time, in microseconds and a fraction of one. */
    record Span(long micros, long part) {
        static final Span NONE = new Span(0, 0);

        long roundedUp() {
            return part == 0 ? micros : micros + 1;
        }
    }

    /** How long {@code count} takes to refill; for more than the bucket holds a little more than the window. */
    Span cost(long count) {
        if (count <= 0) {
            return Span.NONE;
        }
        if (count > amount) {
            return new Span(window + 1, 0);
        }
        if (Math.multiplyHigh(count, window) == 0 && count * window >= 0) {
            long product = count * window;
            return new Span(product / amount, product % amount);
        }
        BigInteger[] exact = BigInteger.valueOf(count)
                .multiply(BigInteger.valueOf(window))
                .divideAndRemainder(BigInteger.valueOf(amount));
        return new Span(exact[0].longValueExact(), exact[1].longValueExact());
    }

    /** What is in a bucket that is full at {@code full} and {@code part}; 0 where it owes. */
    long level(long full, long part, long now) {
        long free = window - Math.max(0, full - now);
        if (free <= 0) {
            return 0;
        }
        BigInteger exact = BigInteger.valueOf(free)
                .multiply(BigInteger.valueOf(amount))
                .subtract(BigInteger.valueOf(full >= now ? part : 0))
                .divide(BigInteger.valueOf(window));
        return Math.max(0, exact.longValueExact());
    }
}

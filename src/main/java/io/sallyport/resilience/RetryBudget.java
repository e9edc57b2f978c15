package io.sallyport.resilience;

import java.util.function.LongSupplier;

/**
 * Bounds what retries add to one provider's load: at most a fifth of the first attempts of the last ten seconds, and never fewer than
 * ten retries in ten seconds, so that an outage is not multiplied and a quiet provider is still retried.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;
    private static final int FLOOR = 10;
    private static final double SHARE = 0.2;

    private final LongSupplier nanoClock;
    private final long[] second = new long[SECONDS];
    private final int[] firsts = new int[SECONDS];
    private final int[] retries = new int[SECONDS];

    public RetryBudget(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** An attempt that is not a retry was sent. */
    public synchronized void firstAttempt() {
        firsts[bucket()]++;
    }

    /** Takes one retry out of the budget; false, and nothing taken, when there is none left. */
    public synchronized boolean tryRetry() {
        int now = bucket();
        if (sum(retries) + 1 > Math.max(FLOOR, (int) (SHARE * sum(firsts)))) {
            return false;
        }
        retries[now]++;
        return true;
    }

    private int bucket() {
        long now = Math.floorDiv(nanoClock.getAsLong(), 1_000_000_000L);
        int at = (int) Math.floorMod(now, (long) SECONDS);
        if (second[at] != now) {
            second[at] = now;
            firsts[at] = 0;
            retries[at] = 0;
        }
        return at;
    }

    private int sum(int[] counts) {
        long oldest = Math.floorDiv(nanoClock.getAsLong(), 1_000_000_000L) - SECONDS;
        int total = 0;
        for (int i = 0; i < SECONDS; i++) {
            total += second[i] > oldest ? counts[i] : 0;
        }
        return total;
    }
}

package io.sallyport.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment after which nobody waits any more.
 *
 * @param startNanos when the clock began, by {@link System#nanoTime}
 * @param endNanos   when it ends, on the same clock
 */
public record Deadline(long startNanos, long endNanos) {
    public static Deadline after(Duration total) {
        long now = System.nanoTime();
        return new Deadline(now, now + total.toNanos());
    }

    /** Milliseconds left, rounded up so that a timer set for it never fires early; 0 when it has passed. */
    public long remainingMillis() {
        long left = endNanos - System.nanoTime();
        return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left + 999_999);
    }

    /** Milliseconds from beginning to end. */
    public long totalMillis() {
        return TimeUnit.NANOSECONDS.toMillis(endNanos - startNanos);
    }

    /** Nanoseconds since the clock began. */
    public long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** Whole milliseconds since the clock began. */
    public long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(elapsedNanos());
    }
}

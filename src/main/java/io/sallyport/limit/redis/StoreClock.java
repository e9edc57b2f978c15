package io.sallyport.limit.redis;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Redis's clock as this replica knows it: what an answer said last, and the time since then. Until the first answer it is our own. */
final class StoreClock {
    private final InstantSource clock;
    private final LongSupplier nanos;
    private volatile long ahead;
    private volatile boolean known;

    StoreClock(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Redis has just said that it is {@code micros}. */
    void heard(long micros) {
        ahead = micros - nanos.getAsLong() / 1000;
        known = true;
    }

    /** Microseconds since 1970. */
    long now() {
        if (known) {
            return nanos.getAsLong() / 1000 + ahead;
        }
        Instant own = clock.instant();
        return own.getEpochSecond() * 1_000_000 + own.getNano() / 1000;
    }
}

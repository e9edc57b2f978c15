package io.sallyport.run.driver;

import java.time.Instant;

/** What time the database has, from what it said last and how long ago that was by the monotonic clock. */
final class DatabaseClock {
    private Instant said;
    private long heardAt;

    DatabaseClock(Instant said) {
        this.said = said;
        this.heardAt = System.nanoTime();
    }

    void heard(Instant now) {
        if (now.isAfter(said)) {
            said = now;
            heardAt = System.nanoTime();
        }
    }

    Instant now() {
        return said.plusNanos(Math.max(0, System.nanoTime() - heardAt));
    }
}

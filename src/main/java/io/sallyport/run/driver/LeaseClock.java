package io.sallyport.run.driver;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How old a lease is, by the larger of what two clocks say: the monotonic one stands still while a machine is suspended, and the wall clock
 * can be set back.
 */
final class LeaseClock {
    private final InstantSource wall;
    private volatile Moment sent;

    /** One reading of both clocks. */
    record Moment(long nanos, long millis) {}

    LeaseClock(InstantSource wall, Moment sent) {
        this.wall = wall;
        this.sent = sent;
    }

    static Moment now(InstantSource wall) {
        return new Moment(System.nanoTime(), wall.millis());
    }

    /** The lease was renewed by a statement that was sent at {@code moment}. */
    void renewed(Moment moment) {
        if (moment.nanos() - sent.nanos() > 0) {
            sent = moment;
        }
    }

    Duration age() {
        Moment from = sent;
        long monotonic = System.nanoTime() - from.nanos();
        long byTheWall = Duration.ofMillis(wall.millis() - from.millis()).toNanos();
        return Duration.ofNanos(Math.max(monotonic, byTheWall));
    }

    boolean youngerThan(Duration limit) {
        return age().compareTo(limit) < 0;
    }
}

package io.sallyport.tool.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * How long an intent is good for sending: not so long that the answer would come in after its deadline. Counted from before the intent was
 * written, by the larger of two clocks: one stands still while the machine sleeps, the other can be set.
 */
final class Leash implements BooleanSupplier {
    private final InstantSource clock;
    private final Duration length;
    private final Instant wall;
    private final long nanos = System.nanoTime();

    Leash(InstantSource clock, Duration length) {
        this.clock = clock;
        this.length = length;
        this.wall = clock.instant();
    }

    /** Whether something may still be sent. */
    @Override
    public boolean getAsBoolean() {
        Duration byWall = Duration.between(wall, clock.instant());
        Duration byNanos = Duration.ofNanos(System.nanoTime() - nanos);
        return byWall.compareTo(length) < 0 && byNanos.compareTo(length) < 0;
    }
}

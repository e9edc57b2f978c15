package io.sallyport.stop;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Stops by Ann, the boss, for tests. */
public final class TestingStops {
    public static final Instant AT = Instant.parse("2026-05-01T12:00:00Z");

    private TestingStops() {}

    public static Stop stop(StopKind kind, String name) {
        return new Stop(kind, name, "It sends what it must not", "boss/ann", AT);
    }

    /** From now on these are all there are. */
    public static void are(Stops stops, Stop... all) {
        stops.heard(new StopBoard(List.copyOf(Arrays.asList(all))));
    }
}

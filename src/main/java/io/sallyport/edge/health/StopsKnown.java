package io.sallyport.edge.health;

import io.sallyport.stop.Stops;
import java.time.Duration;
import java.util.Locale;

/** How well this replica knows what is stopped. */
enum StopsKnown {
    /** The store was read just now. */
    FRESH,
    /** The store could not be read lately: what was stopped stays so. */
    STALE,
    /** The store was never read. */
    NEVER;

    /** Several looks that came to nothing. */
    private static final Duration FRESH_FOR = Duration.ofSeconds(3);

    static StopsKnown of(Stops stops) {
        return stops.age()
                .map(age -> age.compareTo(FRESH_FOR) < 0 ? FRESH : STALE)
                .orElse(NEVER);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

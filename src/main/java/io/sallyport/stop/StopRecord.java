package io.sallyport.stop;

import java.time.Instant;
import java.util.Optional;

/**
 * A stop as it stands in the store, lifted or not.
 *
 * @param lifted by whom and when, where it does not stand any more
 */
public record StopRecord(long id, Stop stop, Optional<Lifted> lifted) {

    /** The end of a stop. */
    public record Lifted(String by, Instant at) {}
}

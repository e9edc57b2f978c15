package io.sallyport.edge.runs;

import io.sallyport.run.stream.EventWire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moments as events have them. */
final class Moments {
    private Moments() {}

    static String of(Instant at) {
        return EventWire.moment(at);
    }

    static @Nullable String orNull(@Nullable Instant at) {
        return at == null ? null : EventWire.moment(at);
    }
}

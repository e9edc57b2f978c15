package io.sallyport.routing;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Candidates that said 429 and until when they want to be left alone. Holds at most one entry for each model of the catalogue. */
final class Cooldowns {
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final LongSupplier nanoClock;
    private final Map<String, Long> until = new ConcurrentHashMap<>();

    Cooldowns(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void cool(String model, long millis) {
        long end = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_MILLIS));
        until.merge(model, end, (a, b) -> a - b > 0 ? a : b);
    }

    /** Milliseconds until {@code model} may be asked again, 0 when it may now. */
    long remainingMillis(String model) {
        Long end = until.get(model);
        if (end == null) {
            return 0;
        }
        long left = end - nanoClock.getAsLong();
        if (left <= 0) {
            until.remove(model, end);
            return 0;
        }
        return TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }

    /** It answered: it is ready again, whatever it said before. */
    void recovered(String model) {
        if (!until.isEmpty()) {
            until.remove(model);
        }
    }

    void retain(Set<String> models) {
        until.keySet().retainAll(models);
    }
}

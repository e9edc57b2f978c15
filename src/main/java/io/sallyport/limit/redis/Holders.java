package io.sallyport.limit.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Who is under way on this replica, by slots, with the moment at which it ends at the latest. There are never more than requests that this
 * replica serves at once. While there is anybody, Redis is asked every {@link #PULSE_MILLIS} whether it remembers. That and the second for which
 * it is left alone after a failure are shorter than the silence that a loss is followed by, so that everybody is known again before slots are
 * given.
 */
final class Holders {
    static final long PULSE_MILLIS = 400;

    private final Map<String, Map<String, Long>> ends = new ConcurrentHashMap<>();

    void add(String slots, String holder, long end) {
        ends.compute(slots, (key, known) -> {
            Map<String, Long> all = known == null ? new ConcurrentHashMap<>() : known;
            all.put(holder, end);
            return all;
        });
    }

    void remove(String slots, String holder) {
        ends.computeIfPresent(slots, (key, known) -> {
            known.remove(holder);
            return known.isEmpty() ? null : known;
        });
    }

    /** Whether {@code holder} is one of at most {@code most}, or can be. */
    boolean hasRoom(String slots, String holder, long most, long now) {
        AtomicBoolean room = new AtomicBoolean(most > 0);
        ends.computeIfPresent(slots, (key, known) -> {
            known.values().removeIf(end -> end <= now);
            room.set(known.containsKey(holder) || known.size() < most);
            return known.isEmpty() ? null : known;
        });
        return room.get();
    }

    int count(String slots) {
        Map<String, Long> known = ends.get(slots);
        return known == null ? 0 : known.size();
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    /** Shows each slots' holders that have not ended, a copy, and forgets the others. */
    void each(long now, BiConsumer<String, Map<String, Long>> visitor) {
        for (String slots : ends.keySet()) {
            Map<String, Long> alive = new HashMap<>();
            ends.computeIfPresent(slots, (key, known) -> {
                known.values().removeIf(end -> end <= now);
                alive.putAll(known);
                return known.isEmpty() ? null : known;
            });
            if (!alive.isEmpty()) {
                visitor.accept(slots, alive);
            }
        }
    }
}

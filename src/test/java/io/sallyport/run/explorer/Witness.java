package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stands where the tools are, sees what arrives there, and behaves as each class of tool promises. Calls go by their ordinal. */
final class Witness {
    /** What has happened to one call out there. */
    record Seen(int arrivals, int effects, int overtaken, Set<String> keys) {
        static final Seen NOTHING = new Seen(0, 0, 0, Set.of());
    }

    private final Map<Integer, Seen> calls = new TreeMap<>();

    Witness copy() {
        Witness copy = new Witness();
        copy.calls.putAll(calls);
        return copy;
    }

    Seen of(int ordinal) {
        return calls.getOrDefault(ordinal, Seen.NOTHING);
    }

    /**
     * A request arrives.
     *
     * @param overtaken whether somebody was told in between that nothing had arrived: the one window of queryable tools
     */
    void arrives(int ordinal, Scenario.Use use, String key, boolean overtaken) {
        Seen seen = of(ordinal);
        boolean effect = use.tool().effect() != Effect.NONE
                && (use.tool().idempotency() != Idempotency.KEYED
                        || calls.values().stream()
                                .noneMatch(known -> known.keys().contains(key)));
        calls.put(
                ordinal,
                new Seen(
                        seen.arrivals() + 1,
                        seen.effects() + (effect ? 1 : 0),
                        seen.overtaken() + (overtaken && effect ? 1 : 0),
                        with(seen.keys(), key)));
    }

    /** The call's effect was part of a commit. */
    void committed(int ordinal) {
        Seen seen = of(ordinal);
        calls.put(ordinal, new Seen(seen.arrivals(), seen.effects() + 1, seen.overtaken(), seen.keys()));
    }

    private static Set<String> with(Set<String> keys, String key) {
        Set<String> more = new TreeSet<>(keys);
        more.add(key);
        return more;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        calls.forEach((ordinal, seen) -> text.append(ordinal)
                .append(':')
                .append(seen.arrivals())
                .append(',')
                .append(seen.effects())
                .append(',')
                .append(seen.overtaken())
                .append(',')
                .append(seen.keys().size())
                .append(' '));
        return text.toString();
    }
}

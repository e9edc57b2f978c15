package io.sallyport.crash;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Milliseconds, from the least to the most. */
record Percentiles(List<Long> sorted) {

    static Percentiles of(Collection<Long> millis) {
        return new Percentiles(millis.stream().sorted().toList());
    }

    long at(double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", sorted.size());
        facts.put("p50Millis", at(0.5));
        facts.put("p99Millis", at(0.99));
        facts.put("maxMillis", at(1));
        return facts;
    }
}

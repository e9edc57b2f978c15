package io.sallyport.crash.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has happened, by tool and by order: the number that the harness gives to each call it wants made, and that a call carries in its
 * arguments however often it is sent.
 */
final class Effects {
    private final Map<String, Map<String, Line>> byTool = new ConcurrentHashMap<>();
    private final Map<String, String> receipts = new ConcurrentHashMap<>();

    /** One order: how often it was asked for, when and under which keys, and how often something was done for it. */
    static final class Line {
        private final Set<String> keys = new TreeSet<>();
        private final List<Long> attempts = new ArrayList<>();
        private int effects;
        private int resets;

        private synchronized void asked(String key, long atMillis) {
            keys.add(key);
            attempts.add(atMillis);
        }

        private synchronized int done() {
            return ++effects;
        }

        private synchronized void broken() {
            resets++;
        }

        synchronized Map<String, Object> facts() {
            return Map.of(
                    "effects", effects, "resets", resets, "attempts", List.copyOf(attempts), "keys", List.copyOf(keys));
        }
    }

    void asked(String tool, String order, String key, long atMillis) {
        line(tool, order).asked(key, atMillis);
    }

    /** Its connection is reset after the effect. */
    void broken(String tool, String order) {
        line(tool, order).broken();
    }

    /** Does it, whoever asks: the receipt. */
    String act(String tool, String order, String key) {
        String receipt = "{\"receipt\":\"%s/%s/%d\"}"
                .formatted(tool, order, line(tool, order).done());
        receipts.putIfAbsent(receiptName(tool, key), receipt);
        return receipt;
    }

    /** Does it once for each key. */
    String actOnce(String tool, String order, String key) {
        return receipts.computeIfAbsent(
                receiptName(tool, key),
                name -> "{\"receipt\":\"%s/%s/%d\"}"
                        .formatted(tool, order, line(tool, order).done()));
    }

    /** What was done under {@code key}, or null. */
    @Nullable
    String receipt(String tool, String key) {
        return receipts.get(receiptName(tool, key));
    }

    /** Everything, as maps. */
    Map<String, Object> report() {
        Map<String, Object> report = new TreeMap<>();
        byTool.forEach((tool, lines) -> {
            Map<String, Object> orders = new TreeMap<>();
            lines.forEach((order, line) -> orders.put(order, line.facts()));
            report.put(tool, orders);
        });
        return report;
    }

    private Line line(String tool, String order) {
        return byTool.computeIfAbsent(tool, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(order, name -> new Line());
    }

    private static String receiptName(String tool, String key) {
        return tool + " " + key;
    }
}

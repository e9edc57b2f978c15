package io.sallyport.bench.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Named numbers with one value for each round, in the order in which they were found. Each name says its unit. */
final class Figures {
    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();
    private final Map<String, String> aims = new LinkedHashMap<>();

    void add(String name, double value) {
        rounds.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        System.out.printf(Locale.ROOT, "  %-72s %s%n", name, number(value));
    }

    /** A number for which the design asks something. */
    void add(String name, String aim, double value) {
        aims.put(name, aim);
        add(name, value);
    }

    Map<String, List<Double>> rounds() {
        return rounds;
    }

    /** The median over the rounds of each figure, with its aim where it has one. */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        rounds.forEach((name, values) -> {
            double median = Math.round(median(values) * 1000) / 1000.0;
            summary.put(name, aims.containsKey(name) ? Map.of("median", median, "aim", aims.get(name)) : median);
        });
        return summary;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        rounds.forEach((name, values) -> table.append(String.format(
                Locale.ROOT, "%-74s %12s   %s%n", name, number(median(values)), aims.getOrDefault(name, ""))));
        return table.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value != 0 && Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

package io.sallyport.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Every figure of every target in the order of the rounds. What compares two targets compares them within each round. */
final class Results {
    static final String RSS_IDLE = "rss idle mb";
    static final String RSS_AFTER = "rss after mb";

    private final Map<String, Map<String, List<Double>>> byTarget = new LinkedHashMap<>();

    void add(String target, Figures figures) {
        figures.byName().forEach((name, value) -> add(target, name, value));
    }

    private void add(String target, String name, double value) {
        byTarget.computeIfAbsent(target, first -> new LinkedHashMap<>())
                .computeIfAbsent(name, first -> new ArrayList<>())
                .add(value);
    }

    void idle(List<Target> targets) {
        targets.forEach(target -> add(target.name(), RSS_IDLE, target.process().residentMegabytes()));
    }

    void after(List<Target> targets) {
        targets.forEach(target -> add(target.name(), RSS_AFTER, target.process().residentMegabytes()));
    }

    Map<String, Map<String, List<Double>>> all() {
        return byTarget;
    }

    double median(String target, String figure) {
        return median(values(target, figure));
    }

    /** The median over the rounds of what {@code compare} makes of a target and of {@code base}. */
    double against(String base, String target, String figure, DoubleBinaryOperator compare) {
        List<Double> with = values(target, figure);
        List<Double> without = values(base, figure);
        return median(IntStream.range(0, with.size())
                .mapToObj(round -> compare.applyAsDouble(with.get(round), without.get(round)))
                .toList());
    }

    double sum(String target, String figure) {
        return values(target, figure).stream().mapToDouble(Double::doubleValue).sum();
    }

    private List<Double> values(String target, String figure) {
        return byTarget.getOrDefault(target, Map.of()).getOrDefault(figure, List.of(Double.NaN));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

package io.sallyport.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /q/metrics} said at one moment.
 *
 * @param samples in the order of the page
 */
public record Metrics(List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One line of the page. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    public static Metrics parse(String page) {
        return new Metrics(page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(Metrics::sample)
                .toList());
    }

    /** The sum over all series of {@code name} that carry these labels ({@code name, value, name, value, …}); 0 when there is none. */
    public double sum(String name, String... labels) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().entrySet().containsAll(wanted.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** All series whose name begins with {@code prefix}. */
    public List<Sample> named(String prefix) {
        return samples.stream()
                .filter(sample -> sample.name().startsWith(prefix))
                .toList();
    }

    private static Sample sample(Matcher line) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (line.group(2) != null) {
            Matcher label = LABEL.matcher(line.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Sample(line.group(1), Map.copyOf(labels), number(line.group(3)));
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}

package io.sallyport.edge.filter;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps of a Prometheus page only the samples whose every label is known to name nothing of the catalogue. A list of what may be seen,
 * not of what may not: a label that somebody adds tomorrow is hidden until it is put here.
 */
final class PublicMetrics {
    private static final Set<String> HARMLESS = Set.of(
            "le", "quantile", "area", "id", "gc", "action", "cause", "state", "level", "outcome", "reason", "limit");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\"\\\\]|\\\\.)*+\"");

    private PublicMetrics() {}

    static String of(String page) {
        return page.lines().filter(PublicMetrics::isPublic).collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isPublic(String line) {
        int labels = line.startsWith("#") ? -1 : line.indexOf('{');
        return labels < 0
                || LABEL.matcher(line.substring(labels)).results().allMatch(label -> HARMLESS.contains(label.group(1)));
    }
}

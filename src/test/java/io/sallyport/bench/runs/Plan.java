package io.sallyport.bench.runs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much is measured.
 *
 * @param quick   one short round of everything, to see that it works
 * @param parts   what is measured
 * @param project the repository
 */
record Plan(boolean quick, Set<Part> parts, Path project) {
    /** @throws IllegalArgumentException saying what is wrong with the arguments */
    static Plan parse(Path project, String... arguments) {
        boolean quick = false;
        Set<Part> parts = EnumSet.allOf(Part.class);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--full" -> quick = false;
                case "--quick" -> quick = true;
                case "--only" -> parts = parts(++i < arguments.length ? arguments[i] : "");
                default -> throw new IllegalArgumentException("unknown: " + arguments[i] + "; see --help");
            }
        }
        return new Plan(quick, parts, project);
    }

    private static Set<Part> parts(String list) {
        try {
            return Arrays.stream(list.split(","))
                    .map(name -> Part.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
        } catch (IllegalArgumentException e) {
            String all = Arrays.stream(Part.values()).map(Part::label).collect(Collectors.joining(","));
            throw new IllegalArgumentException("--only takes a list out of " + all + ", not: " + list, e);
        }
    }

    int rounds() {
        return quick ? 1 : 3;
    }

    /** How long one figure is measured in one round. */
    Duration round() {
        return quick ? Duration.ofSeconds(1) : Duration.ofSeconds(2);
    }

    /** {@code full}, or the smaller number where it is quick. */
    int scale(int full, int small) {
        return quick ? small : full;
    }

    /** Only whole sessions are kept. */
    Path resultFile(String date, String commit) {
        boolean whole = !quick && parts.size() == Part.values().length;
        return project.resolve(whole ? "bench/results" : "target/bench").resolve(date + "-" + commit + "-runs.json");
    }
}

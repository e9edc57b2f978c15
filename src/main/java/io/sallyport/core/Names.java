package io.sallyport.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Names that people mistype. */
public final class Names {
    private static final int MOST_SHOWN = 100;

    private Names() {}

    /** The name nearest to {@code wanted} by edit distance; none when all are so far that a suggestion would puzzle. */
    public static Optional<String> nearest(String wanted, Collection<String> names) {
        String probe = wanted.length() > MOST_SHOWN ? wanted.substring(0, MOST_SHOWN) : wanted;
        return names.stream()
                .map(name -> new Scored(name, distance(lower(probe), lower(name))))
                .filter(scored -> scored.distance()
                        <= Math.max(probe.length(), scored.name().length()) / 2)
                .min(Comparator.comparingInt(Scored::distance))
                .map(Scored::name);
    }

    /** A caller's word, short and without control characters, fit to be repeated in a message. */
    public static String shown(String word) {
        String clean = word.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= MOST_SHOWN ? clean : clean.substring(0, MOST_SHOWN) + "…";
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance, two rows at a time. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
            }
            int[] swap = before;
            before = row;
            row = swap;
        }
        return before[b.length()];
    }

    private record Scored(String name, int distance) {}
}

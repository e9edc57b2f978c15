package io.sallyport.catalog.load;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names with {@code *} in them, which stands for any characters. */
final class Globs {
    private Globs() {}

    /** What matches exactly the names that {@code glob} means. */
    static Pattern pattern(String glob) {
        return Pattern.compile(
                Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}

package io.sallyport.catalog.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the file {@code <name>.v<version>.prompt} says by its name. */
record PromptName(String name, int version) {
    private static final Pattern FILE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,99})\\.v([1-9][0-9]{0,8})\\.prompt");

    static Optional<PromptName> of(String file) {
        Matcher matcher = FILE.matcher(file.substring(file.lastIndexOf('/') + 1));
        return matcher.matches()
                ? Optional.of(new PromptName(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}

package io.sallyport.catalog.yaml;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks up {@code ${VAR}}, {@code ${VAR:default}} and {@code ${file:/path}}; a doubled dollar in front of a brace stands for one.
 * Files are resolved against the catalogue's folder and not read here.
 */
public final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^{}]*)}|\\$\\{");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::(.*))?", Pattern.DOTALL);
    private static final String FILE = "file:";

    private static final Pattern NEVER = Pattern.compile("(?!)");

    private final Pattern reference;
    private final Function<String, @Nullable String> environment;
    private final Path folder;

    public References(Function<String, @Nullable String> environment, Path folder) {
        this(REFERENCE, environment, folder);
    }

    private References(Pattern reference, Function<String, @Nullable String> environment, Path folder) {
        this.reference = reference;
        this.environment = environment;
        this.folder = folder;
    }

    /** For files that mean the same everywhere: nothing in them is looked up. */
    public static References none() {
        return new References(NEVER, name -> null, Path.of(""));
    }

    Text resolve(String written, Place place, Findings findings) {
        Matcher matcher = reference.matcher(written);
        List<Text.Part> parts = new ArrayList<>();
        int done = 0;
        while (matcher.find()) {
            parts.add(new Text.Known(written.substring(done, matcher.start())));
            parts.add(part(matcher, place, findings));
            done = matcher.end();
        }
        parts.add(new Text.Known(written.substring(done)));
        return new Text(parts);
    }

    private Text.Part part(Matcher matcher, Place place, Findings findings) {
        String inner = matcher.group(1);
        if (matcher.group().startsWith("$$")) {
            return new Text.Known("${");
        }
        if (inner == null) {
            findings.error(place, "A `${` has no closing `}`.", "Close it, or write `$${` for a plain `${`.");
            return new Text.Known("");
        }
        return inner.startsWith(FILE) ? file(inner, place, findings) : variable(inner, place, findings);
    }

    private Text.Part file(String inner, Place place, Findings findings) {
        String name = inner.substring(FILE.length());
        if (name.isBlank() || name.indexOf('\0') >= 0) {
            findings.error(place, "`${file:}` names no file.", "Write `${file:/path/to/the/secret}`.");
            return new Text.Known("");
        }
        return new Text.InFile(folder.resolve(name).normalize());
    }

    private Text.Part variable(String inner, Place place, Findings findings) {
        Matcher variable = VARIABLE.matcher(inner);
        if (!variable.matches()) {
            findings.error(
                    place,
                    "`${" + inner + "}` is not a reference.",
                    "Write `${VARIABLE}`, `${VARIABLE:default}` or `${file:/path}`.");
            return new Text.Known("");
        }
        String name = variable.group(1);
        @Nullable String value = environment.apply(name);
        @Nullable String chosen = value == null ? variable.group(2) : value;
        if (chosen == null) {
            findings.error(
                    place,
                    "The environment variable `" + name + "` is not set.",
                    "Set it, or give a default: `${" + name + ":default}`.");
            return new Text.Known("");
        }
        return new Text.Known(chosen);
    }
}

package io.sallyport.edge.runs;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What query parameters say about a page of a list. */
final class Pages {
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");

    private Pages() {}

    static int limit(@Nullable String asked) {
        if (asked == null) {
            return USUAL;
        }
        if (!asked.matches("[0-9]{1,4}") || Integer.parseInt(asked) < 1 || Integer.parseInt(asked) > MOST) {
            throw Fields.bad("limit", "is not a number from 1 to " + MOST, "Correct or omit it.");
        }
        return Integer.parseInt(asked);
    }

    /** A sequence number; 0 where none is given. */
    static long cursor(@Nullable String asked) {
        if (asked == null) {
            return 0;
        }
        if (!asked.matches("[0-9]{1,18}")) {
            throw Fields.bad("after", "is not the sequence number of an event", "Send next of the page before.");
        }
        return Long.parseLong(asked);
    }

    static Optional<String> id(String name, @Nullable String asked) {
        if (asked != null && !ID.matcher(asked).matches()) {
            throw Fields.bad(name, "is not an id", "Correct or omit it.");
        }
        return Optional.ofNullable(asked);
    }
}

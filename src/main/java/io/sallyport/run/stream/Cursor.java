package io.sallyport.run.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to where a client has read: the id of the last event it was given.
 *
 * @param seq     the last event that counts
 * @param attempt of the answer whose pieces it has been given behind that event; 0: none
 * @param n       the last of these pieces
 */
public record Cursor(long seq, int attempt, int n) {
    /** Nothing yet. */
    public static final Cursor START = new Cursor(0, 0, 0);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9})\\.(\\d{1,9}))?");

    /** Behind the event {@code seq}, with no pieces. */
    public static Cursor after(long seq) {
        return new Cursor(seq, 0, 0);
    }

    /** From {@code <seq>} or {@code <seq>.<attempt>.<n>}; empty where it is neither. */
    public static Optional<Cursor> parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long seq = Long.parseLong(parts.group(1));
        return Optional.of(
                parts.group(2) == null
                        ? after(seq)
                        : new Cursor(seq, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))));
    }

    /** Whether pieces of an answer that is not complete have been given. */
    boolean midAnswer() {
        return n > 0;
    }
}

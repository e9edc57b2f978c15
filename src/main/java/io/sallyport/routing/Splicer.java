package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * Joins a second answer to the beginning that the caller already has. A restarted answer must begin with it, character by character,
 * and only what follows goes on. A prefilled one goes on as it is, unless it turns out to repeat the beginning: some candidates take the
 * trailing assistant message and begin anew all the same.
 */
final class Splicer {
    /** This much of the beginning repeated is no coincidence. */
    private static final int TELLING_CHARS = 32;

    private enum State {
        /** Prefilled; it may still turn out to repeat the beginning. */
        UNDECIDED,
        /** Repeats the beginning: nothing goes on yet. */
        MATCHING,
        /** What comes now is new. */
        JOINED,
        DIVERGED
    }

    private final CharSequence delivered;
    private State state;
    private int matched;

    private Splicer(CharSequence delivered, State state) {
        this.delivered = delivered.toString();
        this.state = this.delivered.isEmpty() ? State.JOINED : state;
    }

    static Splicer continuing(CharSequence delivered) {
        return new Splicer(delivered, State.UNDECIDED);
    }

    static Splicer restarting(CharSequence delivered) {
        return new Splicer(delivered, State.MATCHING);
    }

    /** The part of {@code text} that is new to the caller, with what was held back before it; null while there is nothing to say yet. */
    @Nullable
    String next(String text) {
        int same = sameAsDelivered(text);
        return switch (state) {
            case JOINED -> text;
            case DIVERGED -> null;
            case UNDECIDED -> undecided(text, same);
            case MATCHING -> matching(text, same);
        };
    }

    private @Nullable String undecided(String text, int same) {
        int reached = matched + same;
        if (reached >= Math.min(delivered.length(), TELLING_CHARS)) {
            state = State.MATCHING;
            return matching(text, same);
        }
        if (same < text.length()) {
            state = State.JOINED;
            return delivered.subSequence(0, matched) + text;
        }
        matched = reached;
        return null;
    }

    private @Nullable String matching(String text, int same) {
        matched += same;
        if (matched == delivered.length()) {
            state = State.JOINED;
            return same == text.length() ? null : text.substring(same);
        }
        if (same < text.length()) {
            state = State.DIVERGED;
        }
        return null;
    }

    private int sameAsDelivered(String text) {
        int most = Math.min(text.length(), delivered.length() - matched);
        int same = 0;
        while (same < most && text.charAt(same) == delivered.charAt(matched + same)) {
            same++;
        }
        return same;
    }

    boolean diverged() {
        return state == State.DIVERGED;
    }

    /** The answer ends here: what was held back as a possible repetition is the answer's own; null when there is none. */
    @Nullable
    String heldBack() {
        if (state != State.UNDECIDED || matched == 0) {
            return null;
        }
        state = State.JOINED;
        return delivered.subSequence(0, matched).toString();
    }

    /** Whether the answer may end here. A restarted one that ends inside the beginning said something else. */
    boolean mayEnd() {
        return state == State.JOINED || state == State.UNDECIDED;
    }
}

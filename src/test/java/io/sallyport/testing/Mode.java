package io.sallyport.testing;

import java.util.Locale;

/** How the caller wants its answer. */
public enum Mode {
    STREAM,
    PLAIN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As a part of names in a catalogue. */
    public String word() {
        return word;
    }
}

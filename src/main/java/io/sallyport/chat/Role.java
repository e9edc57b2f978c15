package io.sallyport.chat;

import java.util.Locale;

/** Whose turn a message is. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL;

    /** As it is written in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From {@link #label()}. */
    public static Role of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

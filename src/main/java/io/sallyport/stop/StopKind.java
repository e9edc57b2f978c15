package io.sallyport.stop;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be stopped. */
public enum StopKind {
    /** An agent of the catalogue: its runs, and what its own client calls. */
    AGENT,
    /** A tool, for everybody. */
    TOOL,
    /** A client: whatever it asks for, the runs that it has started, and the runs of the agent that it is. */
    PRINCIPAL,
    /** A version of a prompt, {@code <folder>/<name>@<version>}: the runs that are told it. */
    PROMPT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is written in paths and answers. */
    public String label() {
        return label;
    }

    public static Optional<StopKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}

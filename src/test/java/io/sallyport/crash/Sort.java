package io.sallyport.crash;

import java.util.Locale;

/** What a run is about, beyond the effect of its tool. */
enum Sort {
    /** One run, and tools at the witness. */
    PLAIN,
    /** A run that begins others, which call the tools. */
    FAMILY,
    /** Tools of an MCP server, which has a process and a book of its own. */
    MCP,
    /** Calls that a person has to agree to. */
    APPROVAL,
    /** Calls in the name of a person whose token has expired by then, and who signs in again. */
    USER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

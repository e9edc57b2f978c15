package io.sallyport.tool.mcp;

/** What came of accepting a definition. */
public sealed interface Acceptance {
    /** From now on it may be called. */
    record Done(KnownTool tool) implements Acceptance {}

    /** The server offers another definition than the one that was looked at, or the tool no longer. */
    record Changed(KnownTool tool) implements Acceptance {}

    /** Nobody has ever seen such a tool there. */
    record NoSuchTool() implements Acceptance {}
}

package io.sallyport.checkpoint;

/**
 * Something that one run's end has for another run: written in the commit that ends the run, and a signal of its addressee as soon as
 * somebody carries it there. No statement ever locks the rows of two runs.
 *
 * @param run  the addressee
 * @param kind {@code CHILD_END} for a parent, {@code CANCEL} for a child
 * @param call what it is about, once for each kind
 */
public record Mail(String run, Signal.Kind kind, String call) {
    /** What a parent's end is about, seen from its child. */
    public static final String PARENT_ENDED = "parent";

    /** What became of the addressee when somebody carried it there. */
    public enum Delivery {
        /** It slept, and can be claimed now. */
        WOKEN,
        /** Somebody performs it, and has something to read. */
        AT_WORK,
        /** It has ended, or somebody else was first. */
        NOWHERE
    }
}

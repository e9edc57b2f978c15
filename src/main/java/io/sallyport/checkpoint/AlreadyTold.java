package io.sallyport.checkpoint;

/**
 * A signal was not raised, because another has told the run the same kind of thing about the same call: only the first counts. Sending it
 * again would change nothing.
 */
public final class AlreadyTold extends RuntimeException {
    private final String by;

    /** @param by the actor of the first */
    public AlreadyTold(String by) {
        super("the run has been told so by " + by);
        this.by = by;
    }

    public String by() {
        return by;
    }
}

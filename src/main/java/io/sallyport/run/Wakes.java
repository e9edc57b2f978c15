package io.sallyport.run;

/**
 * Tells the replicas that a run can be claimed, so that nobody has to wait for the next look. A courtesy and nothing more: it never fails,
 * never waits, and what it does not reach is found by polling.
 */
@FunctionalInterface
public interface Wakes {
    /** {@code run} can be claimed: it was accepted, or something has been put into its inbox. From any thread. */
    void wake(String run);

    /**
     * Something has been put into the inbox of {@code run}, which somebody performs at the moment: nobody else need look for it. From any
     * thread.
     */
    default void nudge(String run) {
        wake(run);
    }
}

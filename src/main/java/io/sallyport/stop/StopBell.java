package io.sallyport.stop;

/**
 * Tells the replicas to look at the stops now. A courtesy: it never fails and never waits, and whom it does not reach finds out within its
 * next look.
 */
public interface StopBell {
    /** Something was stopped or lifted. From any thread. */
    void ring();

    /** Runs {@code listener} whenever it was rung, on any thread; it must not block. */
    void onRing(Runnable listener);
}

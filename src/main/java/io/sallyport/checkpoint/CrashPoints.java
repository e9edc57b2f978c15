package io.sallyport.checkpoint;

/**
 * Told directly before and directly after each durable write, so that a test can end the process exactly there. Who wants to crash
 * something implements it; a server in production has {@link #NONE}.
 */
@FunctionalInterface
public interface CrashPoints {
    CrashPoints NONE = (side, point, run) -> {};

    void reached(Side side, CommitPoint point, String run);

    /** Before the statement is sent, or after its outcome is known. */
    enum Side {
        BEFORE,
        AFTER
    }
}

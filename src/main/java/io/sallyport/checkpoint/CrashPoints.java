package io.sallyport.checkpoint;

import io.smallrye.mutiny.Uni;

/**
 * Told directly before and directly after each durable write, so that a test can end the process exactly there. Who wants to crash
 * something implements it; a server in production has {@link #NONE}.
 */
@FunctionalInterface
public interface CrashPoints {
    /** Nobody listens, and nothing waits. */
    CrashPoints NONE = (side, point, run) -> Uni.createFrom().voidItem();

    /** What is told where no run is known yet: before a claim. */
    String NO_RUN = "-";

    /** The write goes on when this completes. It never fails. */
    Uni<Void> reached(Side side, CrashPoint point, String run);

    /** Before the statement is sent, or after its outcome is known. */
    enum Side {
        BEFORE,
        AFTER
    }
}

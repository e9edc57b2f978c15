package io.sallyport.run;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;

/** Watches all runs of this replica. Everything is called on event loops: be quick, never block, never throw. */
public interface RunObserver {
    /** A run of {@code agent} is this replica's now; {@code before} is {@code RUNNING} where its last owner is gone. */
    void claimed(String agent, RunStatus before);

    /** A run left this replica: ended, asleep, given back or lost. */
    void left(String agent);

    /** A commit is durable, {@code nanos} after it was sent. */
    void committed(CommitPoint point, long nanos);

    /** A run has ended. */
    void ended(String agent, RunStatus status);

    /** Nobody knows whether a call of {@code tool} was done. */
    void unknown(String agent, String tool);

    /** A run was lost to another replica. */
    void lost(String agent);
}

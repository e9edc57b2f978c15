package io.sallyport.run;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches one run for as long as it is this replica's. Called on the run's context. */
public interface RunObservation {
    /** W3C trace context that what is done for the run continues, or null. */
    @Nullable
    String traceparent();

    /** A commit is durable, {@code nanos} after it was sent. */
    void committed(CommitPoint point, long nanos);

    /** Nobody knows whether a call of {@code tool} was done. */
    void unknown(String tool);

    /** The run waits, and nobody owns it meanwhile; {@code status} is one of {@code WAITING_*}. */
    void waits(RunStatus status);

    /**
     * The run has ended.
     *
     * @param code what it failed with, where it failed
     */
    void ended(RunStatus status, Optional<String> code);

    /** The run was lost to another replica. */
    void lost();

    /** A mistake of ours keeps the run from going on here; its lease runs out. */
    void broken();

    /** The run left this replica: ended, asleep, given back, lost or broken. Comes last, and once. */
    void left();
}

package io.sallyport.checkpoint;

import java.time.Duration;
import java.util.Optional;

/** What a commit does with the run's ownership. */
public sealed interface Ending {
    /** The owner goes on. */
    record GoOn() implements Ending {}

    /**
     * Nobody owns it until a signal arrives or {@code wakeIn} has passed; then it is claimed again.
     *
     * @param status one of {@code WAITING_*}
     * @param wakeIn from now; empty: only a signal wakes it
     */
    record Wait(RunStatus status, Optional<Duration> wakeIn) implements Ending {}

    /** Over for good. */
    record End(RunStatus status) implements Ending {}
}

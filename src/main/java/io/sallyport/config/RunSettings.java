package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this replica takes part in running agents. */
public interface RunSettings {
    /** Runs that this replica performs at once; 0: it accepts and shows runs and leaves performing them to others. */
    @WithDefault("64")
    int workers();

    /** For how long a run is its owner's without renewal. Another replica goes on with a dead owner's runs after this. */
    @WithDefault("15s")
    Duration lease();

    /** Between renewals of the leases. */
    @WithDefault("5s")
    Duration renewEvery();

    /** An owner that has not been able to renew for this long starts nothing new. Shorter than the lease by what one write may take. */
    @WithDefault("10s")
    Duration startNothingAfter();

    /** Between looks for work that no wake-up has told of. */
    @WithDefault("500ms")
    Duration poll();

    /**
     * For how long a run that has lost three owners in a row waits for a replica without any work, before one of them takes nothing new until
     * it has none.
     */
    @WithDefault("10s")
    Duration makeRoomAfter();

    /**
     * Replicas that there are at most at the same time. Nothing is started or stopped by it: the start is refused where their pools together
     * are more than the database's {@code max_connections} allows. While Redis is away, each replica allows this part of a rate.
     */
    @WithDefault("3")
    int replicas();

    /** {@code host:port} on loopback of who is asked before and after each durable write; accepted in profile {@code crash} only. */
    Optional<String> crashPoints();
}

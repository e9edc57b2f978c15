package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what was used is taken down. */
public interface UsageSettings {
    /** For how long an entry of the ledger is kept. */
    @WithDefault("400d")
    Duration keep();

    /**
     * Entries that wait in memory at most while PostgreSQL does not answer; those that settle a budget's reservation have as much room again. What
     * finds no room is lost, and counted.
     */
    @WithDefault("20000")
    int queue();
}

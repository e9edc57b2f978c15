package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what was done once is remembered, so that it is not done twice. */
public interface IdempotencySettings {
    /**
     * A direct call of a tool, and what its key stands for, is kept for this long after its last change; a key that has started a run, for this
     * long from then on. Not less than {@code 24h}.
     */
    @WithDefault("48h")
    Duration keep();

    /**
     * After a tool's timeout, for how long its outcome may still be on its way into the ledger. Only then does another take its call for
     * abandoned.
     */
    @WithDefault("5s")
    Duration grace();
}

package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what was done once is remembered, so that it is not done twice. */
public interface IdempotencySettings {
    /**
     * A direct call of a tool, and what its key stands for, is kept for this long after its last change; a key that has started a run, and a
     * key of the model path with its answer, for this long from then on. Not less than {@code 24h}.
     */
    @WithDefault("48h")
    Duration keep();

    /**
     * After a tool's timeout, for how long its outcome may still be on its way into the ledger. Only then does another take its call for
     * abandoned.
     */
    @WithDefault("5s")
    Duration grace();

    /**
     * On the model path, for how long the key of a request is held for an owner that is not heard of; then the next request with the key is
     * executed again. At least {@code 1s}.
     */
    @WithDefault("15s")
    Duration lease();

    /** Bytes of an answer of the model path that is kept for its key. A larger one is given once and cannot be replayed. */
    @WithDefault("8388608")
    int answer();
}

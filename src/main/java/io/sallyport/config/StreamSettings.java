package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How streams to callers are kept. */
public interface StreamSettings {
    /** Between comments on a stream whose first token is not there yet. */
    @WithDefault("5s")
    Duration heartbeat();
}

package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How streams to callers are kept. */
public interface StreamSettings {
    /** Between comments on a stream whose first token is not there yet, and on the streams of runs. */
    @WithDefault("5s")
    Duration heartbeat();

    /** How long a chat completion that asks an agent waits for its run, unless the request says less. The run itself goes on. */
    @WithDefault("10m")
    Duration answerWithin();
}

package io.sallyport.edge.openai;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the model path accepts, and how it keeps a waiting caller's connection alive. */
@Singleton
class EdgeLimits {
    private final int bodyBytes;
    private final int depth;
    private final Duration heartbeat;

    EdgeLimits(
            @ConfigProperty(name = "sallyport.limits.body", defaultValue = "10485760") int bodyBytes,
            @ConfigProperty(name = "sallyport.limits.depth", defaultValue = "100") int depth,
            @ConfigProperty(name = "sallyport.stream.heartbeat", defaultValue = "5s") Duration heartbeat) {
        this.bodyBytes = bodyBytes;
        this.depth = depth;
        this.heartbeat = heartbeat;
    }

    /** Bytes of a request body. */
    int bodyBytes() {
        return bodyBytes;
    }

    /** Nested objects and arrays in a request body. */
    int depth() {
        return depth;
    }

    /** Between comments on a stream whose first token is not here yet. */
    Duration heartbeat() {
        return heartbeat;
    }
}

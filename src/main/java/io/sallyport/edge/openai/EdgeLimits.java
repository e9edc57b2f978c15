package io.sallyport.edge.openai;

import io.sallyport.config.SallyportConfig;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What the model path accepts, and how it keeps a waiting caller's connection alive. */
@Singleton
class EdgeLimits {
    private final int bodyBytes;
    private final int depth;
    private final Duration heartbeat;

    EdgeLimits(SallyportConfig config) {
        this.bodyBytes = config.limits().body();
        this.depth = config.limits().depth();
        this.heartbeat = config.stream().heartbeat();
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

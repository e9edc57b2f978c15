package io.sallyport.routing;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How much of a provider's answer is held in memory at once. */
@Singleton
class RoutingLimits {
    private final int answerBytes;
    private final int eventBytes;
    private final int continuationChars;

    RoutingLimits(
            @ConfigProperty(name = "sallyport.limits.answer", defaultValue = "33554432") int answerBytes,
            @ConfigProperty(name = "sallyport.limits.event", defaultValue = "4194304") int eventBytes,
            @ConfigProperty(name = "sallyport.limits.continuation", defaultValue = "1048576") int continuationChars) {
        this.answerBytes = answerBytes;
        this.eventBytes = eventBytes;
        this.continuationChars = continuationChars;
    }

    /** Bytes of a whole answer that is not streamed. */
    int answerBytes() {
        return answerBytes;
    }

    /** Bytes of one event of a stream, and of what is held back before the first token. */
    int eventBytes() {
        return eventBytes;
    }

    /** Characters of a stream kept so that another candidate can continue it; a longer answer is not continued. */
    int continuationChars() {
        return continuationChars;
    }
}

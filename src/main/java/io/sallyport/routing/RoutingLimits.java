package io.sallyport.routing;

import io.sallyport.config.SallyportConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How much of a provider's answer is held in memory at once. */
@Singleton
class RoutingLimits {
    private final int answerBytes;
    private final int eventBytes;
    private final int continuationChars;

    @Inject
    RoutingLimits(SallyportConfig config) {
        this(config.limits().answer(), config.limits().event(), config.limits().continuation());
    }

    RoutingLimits(int answerBytes, int eventBytes, int continuationChars) {
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

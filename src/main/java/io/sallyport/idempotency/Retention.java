package io.sallyport.idempotency;

import io.sallyport.config.SallyportConfig;
import io.sallyport.core.StartRefused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** For how long what was done once is remembered. */
@Singleton
public class Retention {
    private static final Duration LEAST = Duration.ofHours(24);
    /** What nobody knows is somebody's business for longer: forgotten, it could be done a second time. */
    private static final Duration LONGER = Duration.ofDays(30);

    private final Duration keep;

    @Inject
    Retention(SallyportConfig config) {
        this(config.idempotency().keep());
    }

    /** Refuses to remember for less than a day: callers are told that they may rely on it. */
    public Retention(Duration keep) {
        if (keep.compareTo(LEAST) < 0) {
            throw new StartRefused("sallyport.idempotency.keep is " + keep + ": keys are kept for at least 24h.");
        }
        this.keep = keep;
    }

    /** Since the last change. */
    public Duration keep() {
        return keep;
    }

    /** The same for calls of which nobody knows what came of them. */
    public Duration keepUnknown() {
        return keep.plus(LONGER);
    }
}

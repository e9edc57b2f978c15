package io.sallyport.routing;

import io.sallyport.catalog.RouteSpec.RetrySpec;
import java.util.random.RandomGenerator;

/** How long to wait before the same candidate is asked again. */
final class RetryDelays {
    static final long NOT_AT_ALL = -1;

    private RetryDelays() {}

    /**
     * What the provider asked for, when that is bearable; else exponential backoff with full jitter.
     *
     * @param attempt attempts already made on this candidate, 1 or more
     */
    static long millis(RetrySpec retry, int attempt, long retryAfterMillis, RandomGenerator random) {
        if (retryAfterMillis >= 0) {
            return retryAfterMillis <= retry.maxRetryAfter().toMillis() ? retryAfterMillis : NOT_AT_ALL;
        }
        long ceiling = Math.min(retry.maxDelay().toMillis(), retry.baseDelay().toMillis() << Math.min(attempt - 1, 20));
        return ceiling <= 0 ? 0 : random.nextLong(ceiling + 1);
    }
}

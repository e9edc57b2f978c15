package io.sallyport.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation.
 *
 * @param runs    how many there are
 * @param lastRun the newest
 */
public record ThreadLine(
        String id,
        String tenant,
        String agent,
        String client,
        @Nullable String subject,
        long runs,
        @Nullable String lastRun,
        Instant createdAt) {}

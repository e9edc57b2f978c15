package io.sallyport.run;

import io.sallyport.checkpoint.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that another one has begun.
 *
 * @param call of the parent that its end is the answer to
 */
public record ChildLine(
        String id,
        String agent,
        RunStatus status,
        String call,
        Instant createdAt,
        @Nullable Instant endedAt) {}

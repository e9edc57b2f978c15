package io.sallyport.run;

import io.sallyport.checkpoint.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run in a list. */
public record RunLine(
        String id,
        String agent,
        String revision,
        String thread,
        RunStatus status,
        String client,
        @Nullable String subject,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {}

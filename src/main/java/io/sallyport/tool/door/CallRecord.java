package io.sallyport.tool.door;

import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A direct call as its caller looks it up.
 *
 * @param attempts  intents so far
 * @param arguments canonical JSON
 * @param result    the tool's, or {@code {"error": …}}; null while there is none
 * @param evidence  what came in after the call had been given up: the state it would have led to, or null
 */
public record CallRecord(
        String id,
        String tool,
        String client,
        @Nullable String subject,
        CallState state,
        int attempts,
        @Nullable Bytes arguments,
        @Nullable Bytes result,
        @Nullable String code,
        @Nullable String evidence,
        Instant createdAt,
        Instant updatedAt) {}

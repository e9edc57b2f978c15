package io.sallyport.routing;

import io.sallyport.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as it is remembered.
 *
 * @param model        {@code provider/model}
 * @param number       1 for the first attempt of the call
 * @param status       the provider's HTTP status, 0 when there was none
 * @param startedMs    milliseconds from the beginning of the call
 * @param firstTokenMs milliseconds from the beginning of the attempt to its first token, -1 when there was none
 * @param durationMs   milliseconds from the beginning of the attempt to its end
 * @param detail       what the operator wants to know of a failure, or null
 * @param usage        what the provider counted, or null
 */
public record AttemptRecord(
        String model,
        int number,
        AttemptOutcome outcome,
        int status,
        long startedMs,
        long firstTokenMs,
        long durationMs,
        @Nullable String detail,
        @Nullable Usage usage) {}

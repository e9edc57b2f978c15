package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The new content of a call's row in the ledger, written in the same statement as the events that say so.
 *
 * @param id        {@code call_…}
 * @param tool      the tool's name, or empty where a model has made one up
 * @param key       the idempotency key; set at intent, and from then on its own until another call may have it
 * @param argsHash  of the canonical arguments
 * @param attempts  intents so far
 * @param deadline  at intent: for how long from now it may be under way, grace included
 * @param result    what the caller or the model is told, JSON as exact bytes; null leaves what is there
 * @param code      a problem's code, where it failed or was denied; how it was reconciled, where it was
 */
public record CallRow(
        String id,
        int step,
        int ordinal,
        String tool,
        @Nullable String key,
        Sha256 argsHash,
        @Nullable Bytes arguments,
        CallState state,
        int attempts,
        @Nullable Duration deadline,
        @Nullable Bytes result,
        @Nullable String code) {
    /** {@code code} of a call that is denied because nobody approved it in time. */
    public static final String APPROVAL_EXPIRED = "approval_expired";
}

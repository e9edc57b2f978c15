package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be accepted.
 *
 * @param id          {@code run_…}
 * @param revisionSpec the exact bytes behind {@code revision}, stored unless they are there
 * @param thread      an existing thread of the same creator and agent, or a new id
 * @param busy        what to do when the thread's last run has not ended
 * @param bodyHash    fingerprint of what was asked, for clients that retry in silence
 * @param created     its first event
 * @param key         the caller's idempotency key, written in the same statement
 */
public record NewRun(
        String id,
        String tenant,
        String agent,
        String revision,
        Bytes revisionSpec,
        String thread,
        Busy busy,
        String client,
        @Nullable String subject,
        String requestId,
        @Nullable String traceparent,
        Sha256 bodyHash,
        NewEvent created,
        Optional<CallerKey> key) {
    /** The same run, with another trace to go on with. */
    public NewRun continuing(@Nullable String trace) {
        return new NewRun(
                id,
                tenant,
                agent,
                revision,
                revisionSpec,
                thread,
                busy,
                client,
                subject,
                requestId,
                trace,
                bodyHash,
                created,
                key);
    }

    /** What to do with a run whose thread is busy. */
    public enum Busy {
        ENQUEUE,
        REJECT
    }

    /** A caller's {@code Idempotency-Key}: {@code scope} is whose and for what, {@code fingerprint} of the canonical body. */
    public record CallerKey(String scope, String key, Sha256 fingerprint) {}
}

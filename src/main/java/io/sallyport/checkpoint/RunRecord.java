package io.sallyport.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run's row.
 *
 * @param revision    digest of the agent's revision that it is pinned to
 * @param client      who created it
 * @param subject     the person behind the client, where there is one
 * @param nextSeq     the sequence number of its next event
 * @param waitUntil   when a wait ends by itself, or null
 */
public record RunRecord(
        String id,
        String tenant,
        String agent,
        String revision,
        String thread,
        long threadPos,
        String client,
        @Nullable String subject,
        String rootRun,
        @Nullable String parentRun,
        int fork,
        int depth,
        String requestId,
        @Nullable String traceparent,
        RunStatus status,
        long nextSeq,
        long signals,
        Totals totals,
        @Nullable String leaseOwner,
        long leaseEpoch,
        int expiries,
        @Nullable Instant waitUntil,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt,
        @Nullable Instant erasedAt) {}

package io.sallyport.run;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person: may this call be made? With where it comes from, so that they can judge.
 *
 * @param argsHash  of the canonical arguments; nothing else is approved
 * @param arguments JSON, or null where they are erased
 * @param state     {@code PENDING}, {@code APPROVED}, {@code DENIED} or {@code EXPIRED}
 * @param client    who started the run
 * @param sources   labels of tools and agents whose answers the run has read
 * @param rule      what wants a person's word; null: the tool's manifest, always
 * @param origins   whose words the arguments hold that made the rule want it, as JSON; null: none
 */
public record ApprovalLine(
        String id,
        String tenant,
        String run,
        String agent,
        String revision,
        String call,
        String tool,
        Sha256 argsHash,
        @Nullable Bytes arguments,
        String state,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        String client,
        @Nullable String subject,
        List<String> sources,
        @Nullable String rule,
        @Nullable Bytes origins) {
    public ApprovalLine {
        sources = List.copyOf(sources);
    }

    /** The same without what the call is to be made with. */
    public ApprovalLine withoutArguments() {
        return new ApprovalLine(
                id, tenant, run, agent, revision, call, tool, argsHash, null, state, createdAt, expiresAt, decidedBy,
                decidedAt, reason, client, subject, sources, rule, origins);
    }
}

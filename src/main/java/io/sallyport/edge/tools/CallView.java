package io.sallyport.edge.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.tool.door.CallRecord;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A call of the ledger.
 *
 * @param status   in the words of the ledger: {@code INTENT}, {@code SUCCEEDED}, {@code UNKNOWN}, …
 * @param attempts intents so far
 * @param result   the tool's, where it succeeded
 * @param error    what went wrong, where it did not
 * @param evidence the state that a result would have led to which came in after the call had been given up
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallView(
        String id,
        String tool,
        String status,
        int attempts,

        @JsonRawValue @Schema(implementation = Object.class) @Nullable
        String arguments,

        @JsonRawValue @Schema(implementation = Object.class) @Nullable
        String result,

        @Schema(implementation = Object.class) @Nullable JsonNode error,
        @Nullable String evidence,
        Instant createdAt,
        Instant updatedAt) {

    static CallView of(CallRecord record) {
        boolean succeeded = record.state() == CallState.SUCCEEDED || record.state() == CallState.RECONCILED;
        Bytes told = record.state() == CallState.INTENT ? null : record.result();
        return new CallView(
                record.id(),
                record.tool(),
                record.state().name(),
                record.attempts(),
                asItStands(record.arguments()),
                succeeded ? asItStands(told) : null,
                succeeded || told == null ? null : Json.own(told).get("error"),
                record.evidence(),
                record.createdAt(),
                record.updatedAt());
    }

    /** What may be megabytes is shown as the bytes that are stored, and not parsed for it. */
    private static @Nullable String asItStands(@Nullable Bytes json) {
        return json == null ? null : json.text();
    }
}

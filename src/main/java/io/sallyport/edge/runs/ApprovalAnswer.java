package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.chat.Label;
import io.sallyport.core.json.Json;
import io.sallyport.run.ApprovalLine;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person, with where it comes from.
 *
 * @param arguments     what the agent wants to call the tool with; absent once they are erased
 * @param argumentsHash SHA-256 of the canonical arguments: what is approved, and nothing else
 * @param labels        whose words the run has read so far
 * @param state         {@code PENDING}, {@code APPROVED}, {@code DENIED} or {@code EXPIRED}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalAnswer(
        String id,
        String state,
        String run,
        String agent,
        String revision,
        String call,
        String tool,
        @Schema(implementation = Object.class) @Nullable JsonNode arguments,
        String argumentsHash,
        List<String> labels,
        String client,
        @Nullable String subject,
        String createdAt,
        String expiresAt,
        @Nullable String decidedBy,
        @Nullable String decidedAt,
        @Nullable String reason) {
    static ApprovalAnswer of(ApprovalLine line) {
        return new ApprovalAnswer(
                line.id(),
                line.state(),
                line.run(),
                line.agent(),
                line.revision(),
                line.call(),
                line.tool(),
                line.arguments() == null ? null : Json.own(line.arguments()),
                line.argsHash().hex(),
                labels(line),
                line.client(),
                line.subject(),
                Moments.of(line.createdAt()),
                Moments.of(line.expiresAt()),
                line.decidedBy(),
                Moments.orNull(line.decidedAt()),
                line.reason());
    }

    private static List<String> labels(ApprovalLine line) {
        return Stream.concat(
                        Stream.of(Label.SYSTEM, Label.USER),
                        line.sources().stream().map(Label::tool))
                .map(Label::text)
                .toList();
    }
}

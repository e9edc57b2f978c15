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
 * @param rule          what wants a person's word; absent: the tool's manifest, always
 * @param origins       arguments that made the rule want it, each with whose words it holds
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
        @Nullable String rule,
        @Nullable List<Origin> origins,
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
                line.rule(),
                line.origins() == null ? null : Origin.all(Json.own(line.origins())),
                line.client(),
                line.subject(),
                Moments.of(line.createdAt()),
                Moments.of(line.expiresAt()),
                line.decidedBy(),
                Moments.orNull(line.decidedAt()),
                line.reason());
    }

    /**
     * Whose words an argument holds.
     *
     * @param argument as a JSON Pointer
     */
    @RegisterForReflection
    public record Origin(String argument, List<From> from) {
        private static List<Origin> all(JsonNode origins) {
            return origins.valueStream()
                    .map(one -> new Origin(
                            one.path("argument").asText(),
                            one.path("from").valueStream().map(From::of).toList()))
                    .toList();
        }
    }

    /**
     * Where words were read.
     *
     * @param call the call of this run that has brought them in; absent: an earlier run's
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record From(String label, @Nullable String call) {
        private static From of(JsonNode one) {
            return new From(one.path("label").asText(), one.path("call").textValue());
        }
    }

    private static List<String> labels(ApprovalLine line) {
        return Stream.concat(Stream.of(Label.SYSTEM, Label.USER).map(Label::text), line.sources().stream())
                .toList();
    }
}

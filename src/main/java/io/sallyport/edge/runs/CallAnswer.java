package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sallyport.run.CallLine;
import org.jspecify.annotations.Nullable;

/**
 * A tool call.
 *
 * @param tool          empty where the model named a tool that the agent has not: its message has the name
 * @param attempts      how often it was begun
 * @param argumentsHash SHA-256 of the canonical arguments
 * @param code          why it failed or was denied
 * @param evidence      what came in for it after its owner was gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallAnswer(
        String id,
        int step,
        int ordinal,
        String tool,
        String state,
        int attempts,
        String argumentsHash,
        @Nullable String code,
        @Nullable String evidence,
        String createdAt,
        String updatedAt) {
    static CallAnswer of(CallLine line) {
        return new CallAnswer(
                line.id(),
                line.step(),
                line.ordinal(),
                line.tool(),
                line.state().name(),
                line.attempts(),
                line.argsHash().hex(),
                line.code(),
                line.evidence(),
                Moments.of(line.createdAt()),
                Moments.of(line.updatedAt()));
    }
}

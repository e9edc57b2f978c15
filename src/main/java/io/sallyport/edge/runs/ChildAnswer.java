package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.run.ChildLine;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run that the run has begun.
 *
 * @param call which its end is the answer to
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChildAnswer(
        String id,
        String agent,
        @Schema(ref = "RunStatus") String status,
        String call,
        String createdAt,
        @Nullable String endedAt) {

    static ChildAnswer of(ChildLine line) {
        return new ChildAnswer(
                line.id(),
                line.agent(),
                line.status().name(),
                line.call(),
                Moments.of(line.createdAt()),
                Moments.orNull(line.endedAt()));
    }
}

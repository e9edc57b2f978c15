package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.run.RunLine;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of runs, the newest first.
 *
 * @param next to be given as {@code after} for the following page; absent on the last
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunPage(List<RunItem> data, @Nullable String next) {
    /** At most {@code size} of {@code found}; one more than that means that there are more. */
    static RunPage of(List<RunLine> found, int size) {
        List<RunItem> data = found.stream().limit(size).map(RunItem::of).toList();
        return new RunPage(data, found.size() > size ? data.getLast().id() : null);
    }

    /** A run in a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunItem(
            String id,
            @Schema(ref = "RunStatus") String status,
            String agent,
            String revision,
            String thread,
            String client,
            @Nullable String subject,
            String createdAt,
            String updatedAt,
            @Nullable String endedAt) {
        static RunItem of(RunLine line) {
            return new RunItem(
                    line.id(),
                    line.status().name(),
                    line.agent(),
                    line.revision(),
                    line.thread(),
                    line.client(),
                    line.subject(),
                    Moments.of(line.createdAt()),
                    Moments.of(line.updatedAt()),
                    Moments.orNull(line.endedAt()));
        }
    }
}

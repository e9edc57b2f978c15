package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.run.ThreadLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation.
 *
 * @param runs how many there are
 * @param data the newest of them, the newest first
 * @param next to be given as {@code after} to {@code GET /v1/runs?thread=} for the following ones; absent where there are none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ThreadAnswer(
        String id,
        String agent,
        String client,
        @Nullable String subject,
        long runs,
        String createdAt,
        List<RunPage.RunItem> data,
        @Nullable String next) {
    static ThreadAnswer of(ThreadLine line, RunPage page) {
        return new ThreadAnswer(
                line.id(),
                line.agent(),
                line.client(),
                line.subject(),
                line.runs(),
                Moments.of(line.createdAt()),
                page.data(),
                page.next());
    }
}

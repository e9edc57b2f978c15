package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of what waits for the caller, the oldest first.
 *
 * @param next to be given as {@code after} for the following page, which may be there even where this one is empty; absent on the last
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalPage(
        List<ApprovalAnswer> data, @Nullable String next) {}

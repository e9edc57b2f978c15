package io.sallyport.run;

import io.sallyport.checkpoint.RunStatus;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of runs, read from the store. Every answer is bounded. A store that cannot be reached fails with {@link
 * io.sallyport.checkpoint.StoreUnavailable}.
 */
public interface RunViews {
    /** Runs, the newest first. */
    Uni<List<RunLine>> runs(RunFilter filter);

    /** What happened in a run so far, beside its own row. */
    Uni<RunDetails> details(String run, RunStatus status);

    /** The runs that a run has begun, the oldest first. */
    Uni<List<ChildLine>> children(String run);

    /** One call of a run. */
    Uni<Optional<CallLine>> call(String run, String call);

    Uni<Optional<ApprovalLine>> approval(String approval);

    /** Approvals of a tenant that are open and have not expired, the oldest first, behind {@code after} where it is given. */
    Uni<List<ApprovalLine>> pending(String tenant, @Nullable String after, int most);

    /** The ids of the same, and nothing else of them. */
    Uni<List<String>> pendingIds(String tenant, int most);

    Uni<Optional<ThreadLine>> thread(String thread);
}

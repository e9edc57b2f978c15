package io.sallyport.run;

import io.sallyport.checkpoint.RunStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which runs.
 *
 * @param creator whose; empty: everybody's of the tenant
 * @param after   the id of the last run of the page before
 * @param most    how many at most
 */
public record RunFilter(
        String tenant,
        Optional<Creator> creator,
        Optional<String> agent,
        Optional<String> thread,
        Optional<RunStatus> status,
        Optional<String> after,
        int most) {

    /** Who started a run. */
    public record Creator(String client, @Nullable String subject) {}
}

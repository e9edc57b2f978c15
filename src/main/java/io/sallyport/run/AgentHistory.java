package io.sallyport.run;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** The revisions of agents that runs have been pinned to. Fails as {@link RunViews} does. */
public interface AgentHistory {
    /** The latest {@code most} of all agents, the newest first. */
    Uni<List<StoredRevision>> latest(int most);

    /**
     * What an agent was, for the first run that saw it so.
     *
     * @param firstUsed when that run was accepted
     */
    record StoredRevision(String agent, String digest, Instant firstUsed) {}
}

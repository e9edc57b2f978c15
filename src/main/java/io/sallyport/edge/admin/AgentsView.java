package io.sallyport.edge.admin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.run.AgentHistory.StoredRevision;
import java.time.Instant;
import java.util.List;

/**
 * Agents as an administrator sees them.
 *
 * @param agents    as new runs are pinned to them
 * @param revisions that runs have been pinned to, the newest first
 */
@RegisterForReflection
public record AgentsView(List<AgentView> agents, List<RevisionView> revisions) {
    static AgentsView of(Catalog catalog, List<StoredRevision> used) {
        return new AgentsView(
                catalog.agents().values().stream().map(AgentView::of).toList(),
                used.stream().map(RevisionView::of).toList());
    }

    /** An agent of the catalogue. */
    public record AgentView(
            String name, String revision, String client, String route, PromptView prompt, List<ToolView> tools) {
        static AgentView of(AgentRevision revision) {
            return new AgentView(
                    revision.agent().name(),
                    revision.digest(),
                    revision.agent().client(),
                    revision.agent().route(),
                    new PromptView(
                            revision.prompt().name(),
                            revision.prompt().version(),
                            revision.prompt().digest()),
                    revision.granted().stream()
                            .map(tool -> new ToolView(tool.name(), tool.digest()))
                            .toList());
        }
    }

    /** A version of a prompt. */
    public record PromptView(String name, int version, String digest) {}

    /** A tool's manifest. */
    public record ToolView(String name, String digest) {}

    /** A revision and when it was first used. */
    public record RevisionView(String agent, String revision, Instant firstUsed) {
        static RevisionView of(StoredRevision stored) {
            return new RevisionView(stored.agent(), stored.digest(), stored.firstUsed());
        }
    }
}

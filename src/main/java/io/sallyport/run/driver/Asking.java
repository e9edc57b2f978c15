package io.sallyport.run.driver;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.Delegation;
import io.sallyport.tool.ToolError;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether an agent may be asked by a run. The catalogue has seen to it when it was loaded; a run that began with another catalogue is held
 * against the one that there is.
 */
final class Asking {
    private Asking() {}

    /**
     * Why not, where it may not.
     *
     * @param parent as the run is pinned to it
     * @param depth  how many levels there may still be below the run
     */
    static Optional<ToolError> refusal(Catalog catalog, AgentSpec parent, String child, int depth) {
        if (!catalog.agents().containsKey(child)) {
            return Optional.of(ChildStep.gone(child));
        }
        if (depth < 1) {
            return Optional.of(new ToolError(
                    "depth_exceeded",
                    "This run is as deep below others as may be: it may ask no further agent.",
                    false,
                    "Do it yourself, or say what is missing.",
                    null));
        }
        Map<String, AgentSpec> agents = new TreeMap<>();
        catalog.agents().forEach((name, revision) -> agents.put(name, revision.agent()));
        return new Delegation(agents, catalog.principals())
                .excess(parent, child)
                .map(excess -> new ToolError(
                        "agent_exceeds_caller",
                        "The agent `" + child + "` may by now use " + excess
                                + ", which this run may not. It was not asked.",
                        false,
                        "Go on without it.",
                        null));
    }
}

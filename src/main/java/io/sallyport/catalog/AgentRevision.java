package io.sallyport.catalog;

import io.sallyport.core.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent as it is at one moment, whole: what a run is pinned to. Written once, read for ever.
 *
 * @param digest SHA-256 of {@code spec}
 * @param spec   the exact bytes: agent, prompt, tools and engine format as canonical JSON, secrets left out
 * @param tools  by name, in the manifest's order, other agents as the functions that models see; behind those that are granted come those that undo one of them
 */
public record AgentRevision(
        String digest, Bytes spec, AgentSpec agent, PromptSpec prompt, Map<String, ToolSpec> tools) {
    /** How the engine of this version writes journals. Raised when an old journal would fold into something else. */
    public static final int ENGINE_FORMAT = 1;

    public AgentRevision {
        tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    }

    /** The tools that the agent may ask for. */
    public List<ToolSpec> granted() {
        return tools.values().stream()
                .filter(tool -> grant(tool.name()).isPresent())
                .toList();
    }

    /** The tool and the agent's grant for it, if it has one. */
    public Optional<AgentSpec.ToolGrant> grant(String tool) {
        return agent.tools().stream()
                .filter(grant -> grant.function().equals(tool))
                .findFirst();
    }
}

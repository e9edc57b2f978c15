package io.sallyport.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import java.util.Optional;

/**
 * How an agent looks to another agent that may call it. A grant says {@code agent:<name>}; a model sees the function {@code agent_<name>},
 * with an underscore for each dot, because providers take letters, digits, {@code _} and {@code -} in names of functions, 64 of them.
 */
public final class AgentTool {
    /** What a grant of an agent begins with. */
    public static final String GRANT = "agent:";

    /** The longest name that providers take. */
    public static final int LONGEST = 64;

    private static final String FUNCTION = "agent_";

    private AgentTool() {}

    /** The agent that a grant names; empty for a grant of a tool. */
    public static Optional<String> agent(String grant) {
        return grant.startsWith(GRANT) ? Optional.of(grant.substring(GRANT.length())) : Optional.empty();
    }

    /** What a model calls it whom {@code grant} names. */
    public static String function(String grant) {
        return agent(grant).map(name -> FUNCTION + name.replace('.', '_')).orElse(grant);
    }

    /** The schema of the arguments. */
    public static JsonNode input() {
        ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
        schema.putArray("required").add("input");
        schema.putObject("properties")
                .putObject("input")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 100_000)
                .put("description", "What the agent is to do, with everything that it has to know.");
        return schema;
    }
}

package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.core.json.Json;

/** Writes an agent as its own manifest, with everything said, defaults included, and secrets left out. */
final class AgentManifest {
    private AgentManifest() {}

    static ObjectNode write(AgentSpec agent) {
        ObjectNode manifest = Json.object()
                .put("name", agent.name())
                .put("client", agent.client())
                .put("route", agent.route())
                .put("prompt", agent.prompt())
                .put("waitTimeout", Durations.write(agent.waitTimeout()))
                .put("approvalExpiry", Durations.write(agent.approvalExpiry()))
                .put("idempotencyKey", agent.requireKey() ? "required" : "optional");
        ArrayNode tools = manifest.putArray("tools");
        agent.tools().forEach(grant -> {
            ObjectNode node = tools.addObject().put("name", grant.name());
            grant.when().ifPresent(when -> node.put("when", when));
        });
        agent.description().ifPresent(description -> manifest.put("description", description));
        ObjectNode limits = manifest.putObject("limits");
        limits(agent.limits(), limits);
        // Whoever calls no agent has no depth, and the same digest as before there was any.
        if (!agent.agents().isEmpty()) {
            limits.put("depth", agent.limits().depth());
        }
        return manifest;
    }

    private static void limits(AgentSpec.Limits limits, ObjectNode node) {
        node.put("steps", limits.steps())
                .put("toolCalls", limits.toolCalls())
                .put("wallTime", Durations.write(limits.wallTime()))
                .put("parallel", limits.parallel());
        limits.tokens().ifPresent(tokens -> node.put("tokens", tokens));
        limits.cost().ifPresent(cost -> node.put("cost", cost));
        limits.maxOutput().ifPresent(tokens -> node.put("maxOutput", tokens));
    }
}

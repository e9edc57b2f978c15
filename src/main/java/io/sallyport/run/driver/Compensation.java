package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.tool.ToolError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Undoing a call whose outcome nobody knows, by another tool. That tool gets of the call's own arguments, its {@code key}, its id as {@code
 * call} and its {@code tool} whatever its input schema has a place for.
 */
final class Compensation {
    /** Behind every call that a model proposes in a step. */
    private static final int ORDINAL = 1_000_000;

    private Compensation() {}

    static List<RunEvent> begin(CallView call, AgentRevision revision, String id) {
        ToolSpec undone = Objects.requireNonNull(revision.tools().get(call.tool()));
        String name = undone.compensate().orElseThrow();
        ToolSpec tool = Objects.requireNonNull(revision.tools().get(name));
        ObjectNode arguments = arguments(call, tool);
        return List.of(
                new RunEvent.ToolProposed(
                        id,
                        call.step(),
                        ORDINAL + call.ordinal(),
                        name,
                        "",
                        Json.canonical(arguments).sha256(),
                        arguments,
                        Optional.of(call.id())),
                new RunEvent.ToolAllowed(id, "compensation of " + call.id(), Optional.empty()));
    }

    private static ObjectNode arguments(CallView call, ToolSpec tool) {
        ObjectNode all = Json.object();
        call.arguments().properties().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
        call.key().ifPresent(key -> all.put("key", key));
        all.put("call", call.id()).put("tool", call.tool());
        JsonNode places = tool.input().path("properties");
        ObjectNode given = Json.object();
        all.properties().forEach(entry -> {
            if (places.has(entry.getKey())) {
                given.set(entry.getKey(), entry.getValue());
            }
        });
        return given;
    }

    /** The compensation has succeeded. */
    static RunEvent done(CallView call) {
        ToolError told = new ToolError(
                "compensated",
                "It was not known whether this call had been done, so it was undone.",
                false,
                null,
                null);
        return new RunEvent.ToolReconciled(call.id(), "compensated", "policy", told.json());
    }
}

package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.core.IdSource;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.CheckedArguments;
import io.sallyport.tool.ToolError;
import java.util.List;
import java.util.Optional;

/**
 * Undoing a call whose outcome nobody knows, by another tool. That tool gets of the call's own arguments, its {@code key}, its id as {@code
 * call} and its {@code tool} whatever its input schema has a place for.
 */
final class Compensation {
    /** Behind every call that a model proposes in a step. */
    private static final int ORDINAL = 1_000_000;

    private Compensation() {}

    /** Whether there is a tool that undoes {@code call}, and it takes what can be told it. Where not, a person has to see to it. */
    static boolean isPossible(CallView call, AgentRevision revision, ArgumentCheck check) {
        return tool(call, revision)
                .filter(undo -> check.check(undo, arguments(call, undo)) instanceof CheckedArguments.Valid)
                .isPresent();
    }

    private static Optional<ToolSpec> tool(CallView call, AgentRevision revision) {
        return Optional.ofNullable(revision.tools().get(call.tool()))
                .flatMap(ToolSpec::compensate)
                .map(revision.tools()::get);
    }

    static List<RunEvent> begin(CallView call, AgentRevision revision, IdSource ids) {
        ToolSpec undo = tool(call, revision).orElseThrow();
        ObjectNode arguments = arguments(call, undo);
        String id = ids.next("call");
        Sha256 hash = Json.canonical(arguments).sha256();
        RunEvent proposed = new RunEvent.ToolProposed(
                id, call.step(), ORDINAL + call.ordinal(), undo.name(), "", hash, arguments, Optional.of(call.id()));
        RunEvent decided = undo.approval() == Approval.ALWAYS
                ? new RunEvent.ApprovalRequired(
                        id,
                        ids.next("appr"),
                        hash,
                        revision.agent().approvalExpiry().toMillis())
                : new RunEvent.ToolAllowed(id, "compensation of " + call.id(), Optional.empty());
        return List.of(proposed, decided);
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

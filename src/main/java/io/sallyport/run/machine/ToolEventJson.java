package io.sallyport.run.machine;

import static io.sallyport.run.machine.RunEventJson.bare;
import static io.sallyport.run.machine.RunEventJson.content;
import static io.sallyport.run.machine.RunEventJson.optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.core.json.Json;

/** How events about tool calls are written. */
final class ToolEventJson {
    private ToolEventJson() {}

    static NewEvent write(RunEvent event) {
        return switch (event) {
            case RunEvent.ToolProposed e -> content(EventType.TOOL_PROPOSED, proposed(e), e.arguments());
            case RunEvent.ToolAllowed e ->
                bare(
                        EventType.TOOL_ALLOWED,
                        optional(Json.object().put("call", e.call()).put("rule", e.rule()), "by", e.by()));
            case RunEvent.ApprovalRequired e -> bare(EventType.TOOL_APPROVAL_REQUIRED, required(e));
            case RunEvent.ToolDenied e ->
                content(
                        EventType.TOOL_DENIED,
                        optional(
                                optional(Json.object().put("call", e.call()).put("code", e.code()), "by", e.by()),
                                "rule",
                                e.rule()),
                        e.error());
            default -> effect(event);
        };
    }

    private static NewEvent effect(RunEvent event) {
        return switch (event) {
            case RunEvent.ToolStarted e ->
                bare(
                        EventType.TOOL_STARTED,
                        Json.object()
                                .put("call", e.call())
                                .put("attempt", e.attempt())
                                .put("key", e.key())
                                .put("epoch", e.epoch())
                                .put("deadlineMillis", e.deadlineMillis()));
            case RunEvent.ToolAgain e -> bare(EventType.TOOL_RETRYING, again(e));
            case RunEvent.ChildStarted e -> bare(EventType.TOOL_CHILD_STARTED, begun(e));
            case RunEvent.InputRequired e ->
                content(EventType.TOOL_INPUT_REQUIRED, Json.object().put("call", e.call()), e.question());
            case RunEvent.ToolCompleted e -> content(EventType.TOOL_COMPLETED, completed(e), e.result());
            case RunEvent.ToolUnknown e ->
                content(
                        EventType.TOOL_UNKNOWN,
                        Json.object().put("call", e.call()).put("code", e.code()),
                        e.error());
            case RunEvent.ToolReconciled e ->
                content(
                        EventType.TOOL_RECONCILED,
                        Json.object()
                                .put("call", e.call())
                                .put("outcome", e.outcome())
                                .put("by", e.by()),
                        e.result());
            default -> throw new IllegalStateException("no such event");
        };
    }

    private static ObjectNode proposed(RunEvent.ToolProposed e) {
        ObjectNode skeleton =
                Json.object().put("call", e.call()).put("step", e.step()).put("ordinal", e.ordinal());
        if (!e.tool().isEmpty()) {
            skeleton.put("tool", e.tool());
        }
        skeleton.put("useId", e.useId()).put("argsHash", e.argsHash().hex());
        return optional(skeleton, "compensates", e.compensates());
    }

    private static ObjectNode required(RunEvent.ApprovalRequired e) {
        ObjectNode skeleton = Json.object()
                .put("call", e.call())
                .put("approval", e.approval())
                .put("argsHash", e.argsHash().hex())
                .put("expiresInMillis", e.expiresInMillis());
        if (!e.origins().isEmpty()) {
            skeleton.set("origins", OriginJson.write(e.origins()));
        }
        return optional(skeleton, "rule", e.rule());
    }

    private static ObjectNode completed(RunEvent.ToolCompleted e) {
        ObjectNode skeleton =
                Json.object().put("call", e.call()).put("outcome", e.outcome().name());
        e.child().ifPresent(child -> skeleton.set("child", child.json()));
        return optional(optional(skeleton, "code", e.code()), "replays", e.replays());
    }

    private static ObjectNode begun(RunEvent.ChildStarted e) {
        ObjectNode skeleton =
                Json.object().put("call", e.call()).put("child", e.child()).put("agent", e.agent());
        skeleton.set("loan", e.loan().json());
        return skeleton;
    }

    private static ObjectNode again(RunEvent.ToolAgain e) {
        ObjectNode again = Json.object()
                .put("call", e.call())
                .put("attempt", e.attempt())
                .put("code", e.code())
                .put("afterMillis", e.afterMillis())
                .put("doubt", e.doubt());
        return e.settled() ? again.put("settled", true) : again;
    }
}

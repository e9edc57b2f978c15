package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.MessageJson;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.core.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How events are written: a skeleton with nothing that anybody said, and beside it what was said. {@link RunEventReader} reads them for
 * ever, so that members are only ever added.
 */
public final class RunEventJson {
    private RunEventJson() {}

    public static NewEvent write(RunEvent event) {
        return switch (event) {
            case RunEvent.Created e ->
                content(
                        EventType.RUN_CREATED,
                        Json.object()
                                .put("agent", e.agent())
                                .put("revision", e.revision())
                                .put("thread", e.thread()),
                        Json.object()
                                .<ObjectNode>set("input", MessageJson.write(e.input()))
                                .set("metadata", e.metadata()));
            case RunEvent.Started e ->
                content(
                        EventType.RUN_STARTED,
                        Json.object().put("historyAt", e.historyAt()),
                        MessageJson.write(e.opening()));
            case RunEvent.StepStarted e ->
                bare(
                        EventType.STEP_STARTED,
                        attempt(e.step(), e.attempt(), e.route(), e.reservedTokens(), e.reservedCostNano()));
            case RunEvent.Reset e ->
                bare(
                        EventType.RESET,
                        attempt(e.step(), e.attempt(), e.route(), e.reservedTokens(), e.reservedCostNano())
                                .put("reason", e.reason()));
            case RunEvent.Answered e -> content(EventType.MESSAGE_COMPLETED, answer(e), MessageJson.write(e.message()));
            case RunEvent.Waiting e ->
                bare(
                        EventType.RUN_WAITING,
                        Json.object()
                                .put("status", e.status().name())
                                .put("forMillis", e.forMillis())
                                .set("detail", e.detail()));
            case RunEvent.Resumed e ->
                bare(EventType.RUN_RESUMED, Json.object().put("from", e.from().name()));
            case RunEvent.Completed e -> bare(EventType.RUN_COMPLETED, Json.object());
            case RunEvent.Failed e ->
                bare(
                        EventType.RUN_FAILED,
                        optional(Json.object().put("code", e.code()).put("message", e.message()), "fix", e.fix()));
            case RunEvent.Cancelled e ->
                content(
                        EventType.RUN_CANCELLED,
                        Json.object().put("by", e.by()),
                        e.reason()
                                .map(reason -> Json.object().put("reason", reason))
                                .orElse(null));
            case RunEvent.Expired e ->
                bare(
                        EventType.RUN_EXPIRED,
                        Json.object().put("waitedIn", e.waitedIn().name()));
            case RunEvent.LimitExceeded e ->
                bare(
                        EventType.RUN_LIMIT_EXCEEDED,
                        Json.object().put("limit", e.limit()).put("max", e.max()));
            default -> tool(event);
        };
    }

    private static NewEvent tool(RunEvent event) {
        return switch (event) {
            case RunEvent.ToolProposed e -> content(EventType.TOOL_PROPOSED, proposed(e), e.arguments());
            case RunEvent.ToolAllowed e ->
                bare(
                        EventType.TOOL_ALLOWED,
                        optional(Json.object().put("call", e.call()).put("rule", e.rule()), "by", e.by()));
            case RunEvent.ApprovalRequired e ->
                bare(
                        EventType.TOOL_APPROVAL_REQUIRED,
                        Json.object()
                                .put("call", e.call())
                                .put("approval", e.approval())
                                .put("argsHash", e.argsHash().hex())
                                .put("expiresInMillis", e.expiresInMillis()));
            case RunEvent.ToolDenied e ->
                content(
                        EventType.TOOL_DENIED,
                        optional(Json.object().put("call", e.call()).put("code", e.code()), "by", e.by()),
                        e.error());
            case RunEvent.ToolStarted e ->
                bare(
                        EventType.TOOL_STARTED,
                        Json.object()
                                .put("call", e.call())
                                .put("attempt", e.attempt())
                                .put("key", e.key())
                                .put("epoch", e.epoch())
                                .put("deadlineMillis", e.deadlineMillis()));
            case RunEvent.ToolAgain e ->
                bare(
                        EventType.TOOL_RETRYING,
                        Json.object()
                                .put("call", e.call())
                                .put("attempt", e.attempt())
                                .put("code", e.code())
                                .put("afterMillis", e.afterMillis()));
            case RunEvent.InputRequired e ->
                content(EventType.TOOL_INPUT_REQUIRED, Json.object().put("call", e.call()), e.question());
            case RunEvent.ToolCompleted e ->
                content(
                        EventType.TOOL_COMPLETED,
                        optional(
                                Json.object()
                                        .put("call", e.call())
                                        .put("outcome", e.outcome().name()),
                                "code",
                                e.code()),
                        e.result());
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
        ObjectNode skeleton = Json.object()
                .put("call", e.call())
                .put("step", e.step())
                .put("ordinal", e.ordinal())
                .put("tool", e.tool())
                .put("useId", e.useId())
                .put("argsHash", e.argsHash().hex());
        return optional(skeleton, "compensates", e.compensates());
    }

    private static ObjectNode attempt(int step, int attempt, String route, long tokens, long nano) {
        return Json.object()
                .put("step", step)
                .put("attempt", attempt)
                .put("route", route)
                .put("reservedTokens", tokens)
                .put("reservedCostNano", nano);
    }

    private static ObjectNode answer(RunEvent.Answered e) {
        ObjectNode skeleton = Json.object()
                .put("step", e.step())
                .put("attempt", e.attempt())
                .put("model", e.model())
                .put("finishReason", e.finishReason())
                .put("costNano", e.costNano());
        skeleton.putObject("usage")
                .put("input", e.usage().input())
                .put("cachedInput", e.usage().cachedInput())
                .put("output", e.usage().output())
                .put("reasoning", e.usage().reasoning());
        return skeleton;
    }

    private static ObjectNode optional(ObjectNode skeleton, String name, Optional<String> value) {
        value.ifPresent(text -> skeleton.put(name, text));
        return skeleton;
    }

    private static NewEvent bare(EventType type, ObjectNode skeleton) {
        return new NewEvent(type.wire(), Json.bytes(skeleton), null);
    }

    private static NewEvent content(EventType type, ObjectNode skeleton, @Nullable JsonNode content) {
        return new NewEvent(type.wire(), Json.bytes(skeleton), content == null ? null : Json.bytes(content));
    }
}

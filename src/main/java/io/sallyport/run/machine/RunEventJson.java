package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
                        created(e),
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
            case RunEvent.MessageLost e -> bare(EventType.MESSAGE_LOST, lost(e));
            default -> phase(event);
        };
    }

    private static NewEvent phase(RunEvent event) {
        return switch (event) {
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
            default -> ToolEventJson.write(event);
        };
    }

    private static ObjectNode created(RunEvent.Created e) {
        ObjectNode skeleton = Json.object()
                .put("agent", e.agent())
                .put("revision", e.revision())
                .put("thread", e.thread());
        e.starter().ifPresent(starter -> {
            ObjectNode by = skeleton.putObject("starter").put("person", starter.person());
            ArrayNode roles = by.putArray("roles");
            starter.roles().stream().sorted().forEach(roles::add);
        });
        e.parent().ifPresent(parent -> skeleton.set("parent", parent.json()));
        return skeleton;
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
        ObjectNode usage = skeleton.putObject("usage")
                .put("input", e.usage().input())
                .put("cachedInput", e.usage().cachedInput())
                .put("output", e.usage().output())
                .put("reasoning", e.usage().reasoning());
        if (e.usage().cacheWrite() > 0) {
            usage.put("cacheWrite", e.usage().cacheWrite());
        }
        return optional(skeleton, "currency", e.currency());
    }

    private static ObjectNode lost(RunEvent.MessageLost e) {
        ObjectNode skeleton = Json.object()
                .put("step", e.step())
                .put("attempt", e.attempt())
                .put("reason", e.reason())
                .put("tokens", e.tokens())
                .put("costNano", e.costNano());
        return optional(skeleton, "model", e.model());
    }

    static ObjectNode optional(ObjectNode skeleton, String name, Optional<String> value) {
        value.ifPresent(text -> skeleton.put(name, text));
        return skeleton;
    }

    static NewEvent bare(EventType type, ObjectNode skeleton) {
        return new NewEvent(type.wire(), Json.bytes(skeleton), null);
    }

    static NewEvent content(EventType type, ObjectNode skeleton, @Nullable JsonNode content) {
        return new NewEvent(type.wire(), Json.bytes(skeleton), content == null ? null : Json.bytes(content));
    }
}

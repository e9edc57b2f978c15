package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.Message;
import io.sallyport.chat.MessageJson;
import io.sallyport.chat.Role;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what {@link RunEventJson}, of this version or any before it, has written. */
public final class RunEventReader {
    private RunEventReader() {}

    /** Empty for an event that this version does not know. One whose content was erased is as if nothing had been said. */
    public static Optional<RunEvent> read(JournalEvent event) {
        JsonNode content = event.content() == null ? NullNode.getInstance() : Json.own(event.content());
        return EventType.of(event.type()).map(type -> read(type, Json.own(event.data()), content));
    }

    private static RunEvent read(EventType type, JsonNode data, JsonNode content) {
        return switch (type) {
            case RUN_CREATED ->
                new RunEvent.Created(
                        text(data, "agent"),
                        text(data, "revision"),
                        text(data, "thread"),
                        MessageJson.readAll(content.path("input")),
                        object(content.path("metadata")),
                        starter(data.path("starter")),
                        data.has("parent") ? Optional.of(Parentage.read(data.path("parent"))) : Optional.empty());
            case RUN_STARTED ->
                new RunEvent.Started(
                        MessageJson.readAll(content), data.path("historyAt").asInt());
            case STEP_STARTED ->
                new RunEvent.StepStarted(
                        number(data, "step"),
                        number(data, "attempt"),
                        text(data, "route"),
                        data.path("reservedTokens").asLong(),
                        data.path("reservedCostNano").asLong());
            case RESET ->
                new RunEvent.Reset(
                        number(data, "step"),
                        number(data, "attempt"),
                        text(data, "route"),
                        text(data, "reason"),
                        data.path("reservedTokens").asLong(),
                        data.path("reservedCostNano").asLong());
            case MESSAGE_COMPLETED ->
                new RunEvent.Answered(
                        number(data, "step"),
                        number(data, "attempt"),
                        text(data, "model"),
                        text(data, "finishReason"),
                        usage(data.path("usage")),
                        data.path("costNano").asLong(),
                        optional(data, "currency"),
                        message(content));
            case MESSAGE_LOST ->
                new RunEvent.MessageLost(
                        number(data, "step"),
                        number(data, "attempt"),
                        optional(data, "model"),
                        text(data, "reason"),
                        data.path("tokens").asLong(),
                        data.path("costNano").asLong());
            default -> phase(type, data, content);
        };
    }

    private static RunEvent denied(String call, JsonNode data, JsonNode content) {
        return new RunEvent.ToolDenied(call, text(data, "code"), optional(data, "by"), content, optional(data, "rule"));
    }

    private static Optional<Starter> starter(JsonNode starter) {
        if (!starter.isObject()) {
            return Optional.empty();
        }
        Set<String> roles = new HashSet<>();
        starter.path("roles").forEach(role -> roles.add(role.asText()));
        return Optional.of(new Starter(starter.path("person").asBoolean(), roles));
    }

    private static RunEvent phase(EventType type, JsonNode data, JsonNode content) {
        return switch (type) {
            case RUN_WAITING ->
                new RunEvent.Waiting(
                        RunStatus.valueOf(text(data, "status")),
                        data.path("forMillis").asLong(),
                        object(data.path("detail")));
            case RUN_RESUMED -> new RunEvent.Resumed(RunStatus.valueOf(text(data, "from")));
            case RUN_COMPLETED -> new RunEvent.Completed();
            case RUN_FAILED -> new RunEvent.Failed(text(data, "code"), text(data, "message"), optional(data, "fix"));
            case RUN_CANCELLED -> new RunEvent.Cancelled(text(data, "by"), optional(content, "reason"));
            case RUN_EXPIRED -> new RunEvent.Expired(RunStatus.valueOf(text(data, "waitedIn")));
            case RUN_LIMIT_EXCEEDED -> new RunEvent.LimitExceeded(text(data, "limit"), text(data, "max"));
            default -> tool(type, data, content);
        };
    }

    private static RunEvent tool(EventType type, JsonNode data, JsonNode content) {
        String call = text(data, "call");
        return switch (type) {
            case TOOL_PROPOSED ->
                new RunEvent.ToolProposed(
                        call,
                        number(data, "step"),
                        number(data, "ordinal"),
                        text(data, "tool"),
                        text(data, "useId"),
                        Sha256.fromHex(text(data, "argsHash")),
                        content,
                        optional(data, "compensates"));
            case TOOL_ALLOWED -> new RunEvent.ToolAllowed(call, text(data, "rule"), optional(data, "by"));
            case TOOL_APPROVAL_REQUIRED -> required(call, data);
            case TOOL_DENIED -> denied(call, data, content);
            case TOOL_STARTED ->
                new RunEvent.ToolStarted(
                        call,
                        number(data, "attempt"),
                        text(data, "key"),
                        data.path("epoch").asLong(),
                        data.path("deadlineMillis").asLong());
            case TOOL_RETRYING ->
                new RunEvent.ToolAgain(
                        call,
                        number(data, "attempt"),
                        text(data, "code"),
                        data.path("afterMillis").asLong(),
                        data.path("doubt").asBoolean(),
                        data.path("settled").asBoolean());
            case TOOL_CHILD_STARTED ->
                new RunEvent.ChildStarted(call, text(data, "child"), text(data, "agent"), Loan.read(data.path("loan")));
            case TOOL_INPUT_REQUIRED -> new RunEvent.InputRequired(call, content);
            case TOOL_COMPLETED -> completed(call, data, content);
            case TOOL_UNKNOWN -> new RunEvent.ToolUnknown(call, text(data, "code"), content);
            case TOOL_RECONCILED -> new RunEvent.ToolReconciled(call, text(data, "outcome"), text(data, "by"), content);
            default -> throw new IllegalStateException("no such event");
        };
    }

    private static RunEvent required(String call, JsonNode data) {
        return new RunEvent.ApprovalRequired(
                call,
                text(data, "approval"),
                Sha256.fromHex(text(data, "argsHash")),
                data.path("expiresInMillis").asLong(),
                optional(data, "rule"),
                OriginJson.read(data.path("origins")));
    }

    private static RunEvent completed(String call, JsonNode data, JsonNode content) {
        return new RunEvent.ToolCompleted(
                call,
                CallState.valueOf(text(data, "outcome")),
                optional(data, "code"),
                content,
                optional(data, "replays"),
                data.has("child") ? Optional.of(ChildUse.read(data.path("child"))) : Optional.empty());
    }

    /** All events of a journal that this version knows, in order. */
    public static List<RunEvent> readAll(List<JournalEvent> journal) {
        return journal.stream().flatMap(event -> read(event).stream()).toList();
    }

    private static Message message(JsonNode content) {
        return content.isNull()
                ? new Message(Role.ASSISTANT, List.of(), List.of(), Optional.empty())
                : MessageJson.read(content);
    }

    private static Usage usage(JsonNode node) {
        return new Usage(
                node.path("input").asLong(),
                node.path("cachedInput").asLong(),
                node.path("cacheWrite").asLong(),
                node.path("output").asLong(),
                node.path("reasoning").asLong());
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.object();
    }

    private static String text(JsonNode data, String name) {
        return data.path(name).asText();
    }

    private static Optional<String> optional(JsonNode data, String name) {
        return Optional.ofNullable(data.path(name).textValue());
    }

    private static int number(JsonNode data, String name) {
        return data.path(name).asInt();
    }
}

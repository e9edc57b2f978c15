package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What signals mean for a run. Each is told as often as anybody likes: one that has had its effect, or that speaks of something that is no
 * longer so, means nothing.
 */
public final class Inbox {
    private Inbox() {}

    /** The events that {@code signals} lead to in {@code state}; cancelling is not among them. */
    public static List<RunEvent> events(RunState state, List<Signal> signals) {
        List<RunEvent> events = new ArrayList<>();
        RunState now = state;
        for (Signal signal : signals) {
            Optional<RunEvent> event = event(now, signal);
            if (event.isPresent()) {
                events.add(event.get());
                now = Fold.apply(now, event.get(), signal.at());
            }
        }
        return events;
    }

    /** The first wish to cancel. */
    public static Optional<RunEvent.Cancelled> cancelled(List<Signal> signals) {
        return signals.stream()
                .filter(signal -> signal.kind() == Signal.Kind.CANCEL)
                .findFirst()
                .map(signal -> new RunEvent.Cancelled(
                        signal.actor(),
                        Optional.ofNullable(
                                Json.own(signal.data()).path("reason").textValue())));
    }

    /** Approvals that nobody has given in time, as denials. */
    public static List<RunEvent> expired(RunState state, Instant now) {
        return state.calls()
                .filter(call -> call.state() == CallState.AWAITING_APPROVAL)
                .filter(call ->
                        call.waitsUntil().filter(until -> !until.isAfter(now)).isPresent())
                .<RunEvent>map(call -> new RunEvent.ToolDenied(
                        call.id(),
                        CallRow.APPROVAL_EXPIRED,
                        Optional.empty(),
                        Told.error(CallRow.APPROVAL_EXPIRED, "Nobody approved this call in time; it was not made.")))
                .toList();
    }

    private static Optional<RunEvent> event(RunState state, Signal signal) {
        JsonNode data = Json.own(signal.data());
        return switch (signal.kind()) {
            case APPROVAL ->
                call(state, data, CallState.AWAITING_APPROVAL)
                        .filter(call -> call.argsHash()
                                .hex()
                                .equals(data.path("argsHash").asText()))
                        .map(call -> decision(call, data, signal.actor()));
            case INPUT ->
                call(state, data, CallState.AWAITING_INPUT)
                        .map(call -> new RunEvent.ToolCompleted(
                                call.id(), CallState.SUCCEEDED, Optional.empty(), answer(data)));
            case RECONCILE ->
                call(state, data, CallState.UNKNOWN).flatMap(call -> reconciled(call, data, signal.actor()));
            case CHILD_END -> ChildEnds.event(state, data);
            case CANCEL -> Optional.empty();
        };
    }

    private static Optional<CallView> call(RunState state, JsonNode data, CallState in) {
        return state.call(data.path("call").asText()).filter(call -> call.state() == in);
    }

    private static RunEvent decision(CallView call, JsonNode data, String by) {
        if (data.path("decision").asText().equals("approve")) {
            return new RunEvent.ToolAllowed(call.id(), "approval", Optional.of(by));
        }
        return new RunEvent.ToolDenied(
                call.id(),
                "denied_by_person",
                Optional.of(by),
                Told.error(
                        "denied_by_person", "A person has looked at this call and does not want it made." + why(data)));
    }

    private static String why(JsonNode data) {
        String reason = data.path("reason").asText("");
        return reason.isBlank() ? "" : " Their reason: " + reason;
    }

    private static JsonNode answer(JsonNode data) {
        JsonNode answer = data.path("answer");
        return answer.isMissingNode() ? NullNode.getInstance() : answer;
    }

    private static Optional<RunEvent> reconciled(CallView call, JsonNode data, String by) {
        String outcome = data.path("outcome").asText();
        return told(outcome, data.path("result"))
                .map(told -> new RunEvent.ToolReconciled(call.id(), outcome, by, told));
    }

    private static Optional<JsonNode> told(String outcome, JsonNode given) {
        return switch (outcome) {
            case "applied" -> Optional.of(given.isMissingNode() ? Told.word("applied", true) : given);
            case "notApplied" ->
                Optional.of(Told.error(
                        "not_applied", "It was found out that this call did nothing. It was not made again."));
            case "abandoned" ->
                Optional.of(Told.error("unknown_effect", "It was never found out whether this call did anything."));
            default -> Optional.empty();
        };
    }
}

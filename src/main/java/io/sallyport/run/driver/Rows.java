package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.ApprovalRow;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.KeyHolder;
import io.sallyport.core.Names;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.OriginJson;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger's rows that a commit's events imply: the same facts, at hand for single statements. */
final class Rows {
    private Rows() {}

    /**
     * The rows of all calls that {@code events} tell of.
     *
     * @param after the state with the events folded in
     */
    static List<CallRow> calls(List<RunEvent> events, RunState after) {
        Map<String, CallRow> rows = new LinkedHashMap<>();
        for (RunEvent event : events) {
            call(event).flatMap(after::call).ifPresent(call -> rows.put(call.id(), row(call, events)));
        }
        return List.copyOf(rows.values());
    }

    private static CallRow row(CallView call, List<RunEvent> events) {
        boolean proposed = events.stream()
                .anyMatch(event ->
                        event instanceof RunEvent.ToolProposed p && p.call().equals(call.id()));
        Optional<RunEvent.ToolStarted> intent = events.stream()
                .filter(RunEvent.ToolStarted.class::isInstance)
                .map(RunEvent.ToolStarted.class::cast)
                .filter(started -> started.call().equals(call.id()))
                .reduce((first, second) -> second);
        return new CallRow(
                call.id(),
                call.step(),
                call.ordinal(),
                Names.shown(call.tool()),
                call.key().orElse(null),
                call.argsHash(),
                proposed ? Json.bytes(call.arguments()) : null,
                call.state(),
                call.attempts(),
                intent.map(started -> Duration.ofMillis(started.deadlineMillis()))
                        .orElse(null),
                told(call).map(Json::bytes).orElse(null),
                code(call, events));
    }

    private static Optional<JsonNode> told(CallView call) {
        return call.state().settled() || call.state() == CallState.UNKNOWN ? call.answer() : Optional.empty();
    }

    private static @Nullable String code(CallView call, List<RunEvent> events) {
        return events.stream()
                .map(event -> switch (event) {
                    case RunEvent.ToolDenied e when e.call().equals(call.id()) -> Optional.of(e.code());
                    case RunEvent.ToolUnknown e when e.call().equals(call.id()) -> Optional.of(e.code());
                    case RunEvent.ToolCompleted e when e.call().equals(call.id()) -> e.code();
                    case RunEvent.ToolReconciled e when e.call().equals(call.id()) -> settled(e.outcome());
                    default -> Optional.<String>empty();
                })
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    /** How it was settled decides who may have its key. */
    private static Optional<String> settled(String outcome) {
        return switch (outcome) {
            case "applied" -> Optional.of(KeyHolder.APPLIED);
            case "notApplied" -> Optional.of(KeyHolder.NOT_APPLIED);
            case "compensated" -> Optional.of(KeyHolder.COMPENSATED);
            case "toldModel" -> Optional.of(KeyHolder.TOLD_MODEL);
            default -> Optional.empty();
        };
    }

    private static Optional<String> call(RunEvent event) {
        return switch (event) {
            case RunEvent.ToolProposed e -> Optional.of(e.call());
            case RunEvent.ToolAllowed e -> Optional.of(e.call());
            case RunEvent.ApprovalRequired e -> Optional.of(e.call());
            case RunEvent.ToolDenied e -> Optional.of(e.call());
            case RunEvent.ToolStarted e -> Optional.of(e.call());
            case RunEvent.ToolAgain e -> Optional.of(e.call());
            case RunEvent.ChildStarted e -> Optional.of(e.call());
            case RunEvent.InputRequired e -> Optional.of(e.call());
            case RunEvent.ToolCompleted e -> Optional.of(e.call());
            case RunEvent.ToolUnknown e -> Optional.of(e.call());
            case RunEvent.ToolReconciled e -> Optional.of(e.call());
            default -> Optional.empty();
        };
    }

    static List<ApprovalRow> approvals(List<RunEvent> events, RunState after, String agent) {
        return events.stream()
                .filter(RunEvent.ApprovalRequired.class::isInstance)
                .map(RunEvent.ApprovalRequired.class::cast)
                .map(e -> new ApprovalRow(
                        e.approval(),
                        e.call(),
                        after.call(e.call()).map(CallView::tool).orElse(""),
                        agent,
                        e.argsHash(),
                        Duration.ofMillis(e.expiresInMillis()),
                        e.rule().orElse(null),
                        e.origins().isEmpty() ? null : Json.bytes(OriginJson.write(e.origins()))))
                .toList();
    }
}

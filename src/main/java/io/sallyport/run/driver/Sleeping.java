package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How a run falls asleep: in which state, for how long at most, and what for. */
final class Sleeping {
    private static final List<CallState> IN_ORDER =
            List.of(CallState.AWAITING_APPROVAL, CallState.AWAITING_INPUT, CallState.UNKNOWN, CallState.AWAITING_CHILD);

    private Sleeping() {}

    /** A person's turn, or another run's. */
    static RunEvent.Waiting until(RunState state, AgentSpec agent, Instant now) {
        CallState first = IN_ORDER.stream()
                .filter(wanted -> state.calls().anyMatch(call -> call.state() == wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("asleep with nothing to wait for"));
        ObjectNode detail = Json.object();
        ArrayNode calls = detail.putArray("calls");
        state.calls().filter(Sleeping::waits).map(CallView::id).forEach(calls::add);
        long most = agent.waitTimeout().toMillis();
        return new RunEvent.Waiting(
                status(first),
                first == CallState.AWAITING_APPROVAL
                        ? Math.min(most, approvals(state, now).orElse(most))
                        : most,
                detail);
    }

    private static OptionalLong approvals(RunState state, Instant now) {
        return state.calls()
                .filter(call -> call.state() == CallState.AWAITING_APPROVAL)
                .flatMap(call -> call.waitsUntil().stream())
                .mapToLong(until -> Math.max(1, Duration.between(now, until).toMillis()))
                .min();
    }

    /**
     * The turn of the user in whose name {@code calls} are to be made; others may have theirs meanwhile.
     *
     * @param pause milliseconds until something else can go on
     */
    static RunEvent.Waiting untilUser(RunState state, AgentSpec agent, Instant now, List<String> calls, long pause) {
        ObjectNode detail = Json.object().put("reason", "reauthenticate");
        ArrayNode waiting = detail.putArray("calls");
        calls.forEach(waiting::add);
        state.calls().filter(Sleeping::waits).map(CallView::id).forEach(waiting::add);
        long most = Math.min(pause, agent.waitTimeout().toMillis());
        return new RunEvent.Waiting(
                RunStatus.WAITING_INPUT, Math.min(most, approvals(state, now).orElse(most)), detail);
    }

    private static boolean waits(CallView call) {
        return IN_ORDER.contains(call.state());
    }

    private static RunStatus status(CallState call) {
        return switch (call) {
            case AWAITING_APPROVAL -> RunStatus.WAITING_APPROVAL;
            case AWAITING_INPUT -> RunStatus.WAITING_INPUT;
            case AWAITING_CHILD -> RunStatus.WAITING_CHILD;
            default -> RunStatus.WAITING_RECONCILE;
        };
    }

    static Draft draft(RunEvent.Waiting waiting) {
        Optional<Duration> wakeIn =
                waiting.forMillis() < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(waiting.forMillis()));
        return Draft.of(CommitPoint.C4_DECISION, waiting).ending(new Ending.Wait(waiting.status(), wakeIn));
    }
}

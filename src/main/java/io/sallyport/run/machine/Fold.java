package io.sallyport.run.machine;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** From a journal to a state, one event at a time. */
public final class Fold {
    private Fold() {}

    public static RunState all(List<JournalEvent> journal) {
        RunState state = RunState.EMPTY;
        for (JournalEvent event : journal) {
            Optional<RunEvent> known = RunEventReader.read(event);
            state = known.isPresent() ? apply(state, known.get(), event.at()) : state;
        }
        return state;
    }

    /**
     * The state after {@code event}.
     *
     * @param at when it was committed
     */
    public static RunState apply(RunState state, RunEvent event, Instant at) {
        return switch (event) {
            case RunEvent.Created e -> state.created(e.input(), e.metadata(), e.starter(), e.parent());
            case RunEvent.Started e -> state.opened(e.opening(), e.historyAt());
            case RunEvent.StepStarted e ->
                state.with(StepView.begun(e.step(), e.attempt()))
                        .spent(state.spent().reserved(e.reservedTokens(), e.reservedCostNano()));
            case RunEvent.Reset e ->
                step(state, e.step(), step -> step.attempt(e.attempt()))
                        .spent(state.spent().reserved(e.reservedTokens(), e.reservedCostNano()));
            case RunEvent.Answered e ->
                step(state, e.step(), step -> step.answered(e.message()))
                        .spent(state.spent().settled(e.usage(), e.costNano()))
                        .timers(0, Optional.empty());
            case RunEvent.MessageLost e -> state.spent(state.spent().lost(e.tokens(), e.costNano()));
            case RunEvent.Waiting e -> waiting(state, e, at);
            case RunEvent.Resumed e -> state.in(RunStatus.RUNNING, Optional.empty());
            case RunEvent.Completed e -> state.ended(RunStatus.COMPLETED, e);
            case RunEvent.Failed e -> state.ended(RunStatus.FAILED, e);
            case RunEvent.Cancelled e -> state.ended(RunStatus.CANCELLED, e);
            case RunEvent.Expired e -> state.ended(RunStatus.EXPIRED, e);
            case RunEvent.LimitExceeded e -> state.ended(RunStatus.LIMIT_EXCEEDED, e);
            default -> tool(state, event, at);
        };
    }

    private static RunState waiting(RunState state, RunEvent.Waiting e, Instant at) {
        RunState asleep =
                state.in(e.status(), Optional.of(at)).spent(state.spent().released());
        return e.status() == RunStatus.WAITING_TIMER && e.detail().has("provider")
                ? asleep.timers(state.timers() + 1, state.firstTimer().or(() -> Optional.of(at)))
                : asleep;
    }

    private static RunState tool(RunState state, RunEvent event, Instant at) {
        return switch (event) {
            case RunEvent.ToolProposed e -> step(state, e.step(), step -> step.with(CallView.proposed(e)));
            case RunEvent.ToolAllowed e -> call(state, e.call(), call -> call.in(CallState.ALLOWED));
            case RunEvent.ApprovalRequired e -> call(state, e.call(), call -> call.awaiting(e, at));
            case RunEvent.ToolDenied e -> call(state, e.call(), call -> call.answered(CallState.DENIED, e.error()));
            case RunEvent.ToolStarted e -> started(state, e, at);
            case RunEvent.ToolAgain e -> call(state, e.call(), call -> call.again(e, at));
            case RunEvent.ChildStarted e ->
                call(state, e.call(), call -> call.begun(e))
                        .spent(state.spent().oneMoreCall().lent(e.loan()));
            case RunEvent.InputRequired e ->
                call(state, e.call(), call -> call.answered(CallState.AWAITING_INPUT, e.question()));
            case RunEvent.ToolCompleted e -> completed(state, e);
            case RunEvent.ToolUnknown e -> call(state, e.call(), call -> call.answered(CallState.UNKNOWN, e.error()));
            case RunEvent.ToolReconciled e -> reconciled(state, e);
            default -> throw new IllegalStateException("no such event");
        };
    }

    private static RunState completed(RunState state, RunEvent.ToolCompleted e) {
        RunState back = e.child().map(use -> returned(state, e.call(), use)).orElse(state);
        return call(back, e.call(), call -> call.answered(e.outcome(), e.result()));
    }

    /** A child has ended: what it was lent is the run's again, but for what it has used. */
    private static RunState returned(RunState state, String id, ChildUse use) {
        return state.call(id)
                .flatMap(CallView::openChild)
                .map(child -> call(state, id, call -> call.ended(use))
                        .spent(state.spent().returned(child.loan(), use)))
                .orElse(state);
    }

    private static RunState started(RunState state, RunEvent.ToolStarted e, Instant at) {
        RunState begun = call(state, e.call(), call -> call.intent(e, at));
        return e.attempt() == 1 ? begun.spent(state.spent().oneMoreCall()) : begun;
    }

    private static RunState reconciled(RunState state, RunEvent.ToolReconciled e) {
        CallState to = e.outcome().equals("abandoned") ? CallState.ABANDONED : CallState.RECONCILED;
        // Nobody waits for the child any more, so that what it was lent counts as used.
        RunState back = state.call(e.call())
                .flatMap(CallView::openChild)
                .map(child -> returned(state, e.call(), child.loan().used(child.run(), "ABANDONED")))
                .orElse(state);
        return call(back, e.call(), call -> call.answered(to, e.result()));
    }

    private static RunState step(RunState state, int number, UnaryOperator<StepView> change) {
        return state.steps().stream()
                .filter(step -> step.step() == number)
                .findFirst()
                .map(step -> state.with(change.apply(step)))
                .orElse(state);
    }

    private static RunState call(RunState state, String id, UnaryOperator<CallView> change) {
        return state.call(id)
                .map(call -> step(state, call.step(), step -> step.with(change.apply(call))))
                .orElse(state);
    }
}

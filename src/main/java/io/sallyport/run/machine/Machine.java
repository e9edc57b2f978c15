package io.sallyport.run.machine;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What comes next. Everything that is outstanding follows from the state alone, so that an owner who takes a run over sees the same as
 * the owner who lost it.
 */
public final class Machine {
    private Machine() {}

    /** The state after {@code event}, and what is outstanding in it. */
    public static Transition on(RunState state, RunEvent event, Instant at) {
        RunState next = Fold.apply(state, event, at);
        return new Transition(next, outstanding(next));
    }

    /** What ought to be going on in {@code state}; the driver leaves out what it has begun. */
    public static List<Effect> outstanding(RunState state) {
        if (state.status() != RunStatus.RUNNING) {
            return List.of();
        }
        if (state.opening().isEmpty()) {
            return List.of(new Effect.Open());
        }
        if (state.steps().isEmpty()) {
            return List.of(new Effect.AskModel(1, 1));
        }
        StepView step = state.steps().getLast();
        if (step.answer().isEmpty()) {
            return List.of(new Effect.AskModel(step.step(), step.attempt() + 1));
        }
        if (step.calls().isEmpty()) {
            return List.of(new Effect.Complete());
        }
        return step.settled()
                ? List.of(new Effect.AskModel(step.step() + 1, 1))
                : calls(step.calls().values());
    }

    private static List<Effect> calls(Collection<CallView> calls) {
        List<Effect> effects = new ArrayList<>();
        List<String> proposed = in(calls, CallState.PROPOSED);
        // What was left undecided waits for the answer to a question about another: the same answer may do for both.
        if (!proposed.isEmpty() && in(calls, CallState.AWAITING_APPROVAL).isEmpty()) {
            effects.add(new Effect.Decide(proposed));
        }
        for (CallView call : calls) {
            switch (call.state()) {
                case ALLOWED -> effects.add(new Effect.CallTool(call.id(), call.attempts() + 1));
                case INTENT -> effects.add(new Effect.Recover(call.id(), call.attempts()));
                case UNKNOWN -> effects.add(new Effect.SettleUnknown(call.id()));
                default -> {
                    // settled, or somebody else's turn
                }
            }
        }
        if (effects.isEmpty()) {
            effects.add(new Effect.Sleep(sleep(calls)));
        }
        return effects;
    }

    private static List<String> in(Collection<CallView> calls, CallState state) {
        return calls.stream()
                .filter(call -> call.state() == state)
                .map(CallView::id)
                .toList();
    }

    private static RunStatus sleep(Collection<CallView> calls) {
        if (!in(calls, CallState.AWAITING_APPROVAL).isEmpty()) {
            return RunStatus.WAITING_APPROVAL;
        }
        return in(calls, CallState.AWAITING_INPUT).isEmpty()
                        && !in(calls, CallState.AWAITING_CHILD).isEmpty()
                ? RunStatus.WAITING_CHILD
                : RunStatus.WAITING_INPUT;
    }
}

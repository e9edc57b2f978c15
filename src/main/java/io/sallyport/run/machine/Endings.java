package io.sallyport.run.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run ends with a clean transcript: what a dropped model call may have cost is counted, every call that has no answer gets one, and
 * then the last event comes.
 */
public final class Endings {
    private Endings() {}

    public static List<RunEvent> events(RunState state, RunEvent last) {
        List<RunEvent> events = new ArrayList<>();
        // Where a run fails because a provider has refused, there is nothing to pay for.
        if (!(last instanceof RunEvent.Failed)) {
            Losses.held(state, "run_ended").ifPresent(events::add);
        }
        state.calls().filter(call -> !call.state().settled()).forEach(call -> events.add(answer(call)));
        events.add(last);
        return events;
    }

    private static RunEvent answer(CallView call) {
        return switch (call.state()) {
            case AWAITING_INPUT -> ended(call, "The run ended before anybody answered.");
            case INTENT, UNKNOWN -> abandoned(call);
            case AWAITING_CHILD -> left(call);
            // Between attempts: what the earlier ones have done is known, or in doubt.
            default -> call.doubt() ? abandoned(call) : ended(call, "The run ended before this call was made.");
        };
    }

    private static RunEvent ended(CallView call, String how) {
        return new RunEvent.ToolDenied(call.id(), "run_ended", Optional.empty(), Told.error("run_ended", how));
    }

    /** The child is told to stop by the very commit that has this. */
    private static RunEvent left(CallView call) {
        return new RunEvent.ToolReconciled(
                call.id(),
                "abandoned",
                "run",
                Told.error("run_ended", "The run ended before the agent that it had asked had answered."));
    }

    private static RunEvent abandoned(CallView call) {
        return new RunEvent.ToolReconciled(
                call.id(),
                "abandoned",
                "run",
                Told.error("unknown_effect", "The run ended before it was known whether this call did anything."));
    }
}

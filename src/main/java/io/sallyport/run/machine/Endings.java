package io.sallyport.run.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a run ends with a clean transcript: every call that has no answer gets one, and then the last event comes. */
public final class Endings {
    private Endings() {}

    public static List<RunEvent> events(RunState state, RunEvent last) {
        List<RunEvent> events = new ArrayList<>();
        state.calls()
                .filter(call -> !call.state().settled())
                .forEach(call -> events.add(call.attempts() == 0 ? neverMade(call) : abandoned(call)));
        events.add(last);
        return events;
    }

    private static RunEvent neverMade(CallView call) {
        return new RunEvent.ToolDenied(
                call.id(),
                "run_ended",
                Optional.empty(),
                Told.error("run_ended", "The run ended before this call was made."));
    }

    private static RunEvent abandoned(CallView call) {
        return new RunEvent.ToolReconciled(
                call.id(),
                "abandoned",
                "run",
                Told.error("unknown_effect", "The run ended before it was known whether this call did anything."));
    }
}

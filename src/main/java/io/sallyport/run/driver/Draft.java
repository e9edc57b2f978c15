package io.sallyport.run.driver;

import io.sallyport.checkpoint.AttemptRow;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.NewChild;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.RunObservation;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be committed next, before it has a sequence number. */
record Draft(
        CommitPoint point,
        Ending ending,
        List<RunEvent> events,
        List<KeyValueWrite> writes,
        Optional<AttemptRow> attempt,
        Optional<NewChild> child) {
    Draft {
        events = List.copyOf(events);
        writes = List.copyOf(writes);
    }

    /** The owner goes on afterwards. */
    static Draft of(CommitPoint point, List<RunEvent> events) {
        return new Draft(point, new Ending.GoOn(), events, List.of(), Optional.empty(), Optional.empty());
    }

    static Draft of(CommitPoint point, RunEvent event) {
        return of(point, List.of(event));
    }

    Draft with(AttemptRow row) {
        return new Draft(point, ending, events, writes, Optional.of(row), child);
    }

    Draft with(List<KeyValueWrite> more) {
        return new Draft(point, ending, events, more, attempt, child);
    }

    /** With a run that begins with it. */
    Draft with(NewChild begins) {
        return new Draft(point, ending, events, writes, attempt, Optional.of(begins));
    }

    /** With {@code events} in front of the others. */
    Draft after(List<? extends RunEvent> earlier) {
        return new Draft(
                point, ending, Stream.concat(earlier.stream(), events.stream()).toList(), writes, attempt, child);
    }

    /**
     * Tells that it is durable.
     *
     * @param state with its events folded in
     * @param nanos since it was sent
     */
    void tell(RunObservation observation, RunState state, long nanos) {
        observation.committed(point, nanos);
        for (RunEvent event : events) {
            if (event instanceof RunEvent.ToolUnknown unknown) {
                state.call(unknown.call()).ifPresent(call -> observation.unknown(call.tool()));
            }
        }
        switch (ending) {
            case Ending.GoOn _ -> {}
            case Ending.Wait(RunStatus status, var _) -> observation.waits(status);
            case Ending.End(RunStatus status) -> observation.ended(status, code());
        }
    }

    private Optional<String> code() {
        return events.getLast() instanceof RunEvent.Failed failed ? Optional.of(failed.code()) : Optional.empty();
    }

    Draft ending(Ending how) {
        return new Draft(point, how, events, writes, attempt, child);
    }
}

package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as its journal tells it.
 *
 * @param status      {@code RUNNING} from its first event on, unless it waits or has ended
 * @param input       what the caller wants
 * @param metadata    the caller's own
 * @param opening     the rendered prompt; empty until it was rendered
 * @param historyAt   where the thread's earlier turns belong among them
 * @param steps       in order
 * @param spent       settled and reserved so far
 * @param timers      waits for a provider since the last answer
 * @param waitingSince when it fell asleep, where it sleeps
 * @param firstTimer  when the first of {@code timers} began
 * @param ended       the last event, where it has ended
 * @param starter     what was known of who has started it; journals of earlier versions do not say
 * @param parent      the run that began it, where one did
 */
public record RunState(
        RunStatus status,
        List<Message> input,
        ObjectNode metadata,
        Optional<List<Message>> opening,
        int historyAt,
        List<StepView> steps,
        Spent spent,
        int timers,
        Optional<Instant> waitingSince,
        Optional<Instant> firstTimer,
        Optional<RunEvent> ended,
        Optional<Starter> starter,
        Optional<Parentage> parent) {

    public static final RunState EMPTY = new RunState(
            RunStatus.QUEUED,
            List.of(),
            Json.object(),
            Optional.empty(),
            0,
            List.of(),
            Spent.NOTHING,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public RunState {
        input = List.copyOf(input);
        steps = List.copyOf(steps);
    }

    /** The step that is under way, or the last one. */
    public Optional<StepView> step() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    public Stream<CallView> calls() {
        return steps.stream().flatMap(step -> step.calls().values().stream());
    }

    public Optional<CallView> call(String id) {
        return calls().filter(call -> call.id().equals(id)).findFirst();
    }

    RunState in(RunStatus next, Optional<Instant> since) {
        return new RunState(
                next,
                input,
                metadata,
                opening,
                historyAt,
                steps,
                spent,
                timers,
                since,
                firstTimer,
                ended,
                starter,
                parent);
    }

    RunState opened(List<Message> messages, int at) {
        return new RunState(
                status,
                input,
                metadata,
                Optional.of(messages),
                at,
                steps,
                spent,
                timers,
                waitingSince,
                firstTimer,
                ended,
                starter,
                parent);
    }

    RunState created(List<Message> wanted, ObjectNode own, Optional<Starter> by, Optional<Parentage> from) {
        return new RunState(
                RunStatus.RUNNING,
                wanted,
                own,
                opening,
                historyAt,
                steps,
                spent,
                timers,
                waitingSince,
                firstTimer,
                ended,
                by,
                from);
    }

    RunState spent(Spent next) {
        return new RunState(
                status,
                input,
                metadata,
                opening,
                historyAt,
                steps,
                next,
                timers,
                waitingSince,
                firstTimer,
                ended,
                starter,
                parent);
    }

    RunState timers(int count, Optional<Instant> first) {
        return new RunState(
                status,
                input,
                metadata,
                opening,
                historyAt,
                steps,
                spent,
                count,
                waitingSince,
                first,
                ended,
                starter,
                parent);
    }

    RunState ended(RunStatus how, RunEvent with) {
        return new RunState(
                how,
                input,
                metadata,
                opening,
                historyAt,
                steps,
                spent.released(),
                timers,
                Optional.empty(),
                firstTimer,
                Optional.of(with),
                starter,
                parent);
    }

    /** With this step in the place of the one of the same number, or behind the others. */
    RunState with(StepView step) {
        List<StepView> next = new ArrayList<>(steps);
        if (!next.isEmpty() && step.step() <= next.getLast().step()) {
            next.set(step.step() - next.getFirst().step(), step);
        } else {
            next.add(step);
        }
        return new RunState(
                status,
                input,
                metadata,
                opening,
                historyAt,
                next,
                spent,
                timers,
                waitingSince,
                firstTimer,
                ended,
                starter,
                parent);
    }
}

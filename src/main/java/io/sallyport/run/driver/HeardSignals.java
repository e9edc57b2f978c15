package io.sallyport.run.driver;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.Inbox;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run's inbox as far as its owner has read it, and what it means. Used on the run's context alone. */
final class HeardSignals {
    private final RunTask task;
    private final Runnable advance;
    private List<Signal> all = List.of();
    private long known;
    private int reauthentications;
    private Optional<Instant> reauthenticatedAt = Optional.empty();
    private boolean reading;
    /** Somebody said that there may be more while nobody could read them. */
    private boolean missed;

    /** @param advance told whenever there may be something to do */
    HeardSignals(RunTask task, Runnable advance) {
        this.task = task;
        this.advance = advance;
    }

    void begin(List<Signal> inbox) {
        all = inbox;
        noteUsers(inbox);
        known = inbox.isEmpty() ? 0 : inbox.getLast().n();
    }

    /** Nobody will read what is there. */
    void ignore(long count) {
        known = count;
    }

    /** The number of the last one that is known. */
    long known() {
        return known;
    }

    void readMissed() {
        if (missed) {
            read();
        }
    }

    /** Reads what has come since. */
    void read() {
        if (task.over() || reading || !task.ready()) {
            missed = true;
            return;
        }
        missed = false;
        reading = true;
        var _ = task.services()
                .checkpoints()
                .signals(task.run().id(), known)
                .subscribe()
                .with(more -> task.home(() -> heard(more)), failure -> task.home(this::unheard));
    }

    private void heard(List<Signal> more) {
        reading = false;
        if (!more.isEmpty()) {
            List<Signal> longer = new ArrayList<>(all);
            longer.addAll(more);
            all = List.copyOf(longer);
            known = more.getLast().n();
            noteUsers(more);
            task.submit(() -> news(more), leftAs -> advance.run());
        }
        advance.run();
        readMissed();
    }

    private void noteUsers(List<Signal> signals) {
        for (Signal signal : signals) {
            if (signal.kind() == Signal.Kind.INPUT
                    && Json.own(signal.data()).path(Signal.REAUTHENTICATED).asBoolean()) {
                reauthentications++;
                reauthenticatedAt = Optional.of(signal.at());
            }
        }
    }

    /** How often the run's user has signed in again, as far as it is known here. */
    int reauthentications() {
        return reauthentications;
    }

    /** Whether the run's user has signed in again after {@code moment}. */
    boolean reauthenticatedSince(Instant moment) {
        return reauthenticatedAt.filter(moment::isBefore).isPresent();
    }

    private void unheard() {
        reading = false; // the next renewal asks again
    }

    private Optional<Draft> news(List<Signal> more) {
        if (task.state().status().waiting()) {
            return Optional.empty(); // it wakes first, and looks at the whole inbox then
        }
        List<RunEvent> events = Inbox.events(task.state(), more);
        return events.isEmpty() ? Optional.empty() : Optional.of(Draft.of(CommitPoint.C4_DECISION, events));
    }

    /** Whether somebody wants the run to stop, and who. */
    Optional<RunEvent.Cancelled> cancelled() {
        return Inbox.cancelled(all);
    }

    /** What the inbox says about one call now. */
    List<RunEvent> about(String call) {
        return Inbox.events(task.state(), all).stream()
                .filter(event -> event instanceof RunEvent.ToolReconciled about
                        && about.call().equals(call))
                .toList();
    }

    /** What the inbox and the clock have brought about since the run fell asleep. */
    List<RunEvent> sinceThen() {
        List<RunEvent> events = new ArrayList<>(Inbox.events(task.state(), all));
        RunState after = task.state();
        for (RunEvent event : events) {
            after = Fold.apply(after, event, task.databaseClock().now());
        }
        events.addAll(Inbox.expired(after, task.databaseClock().now()));
        return events;
    }
}

package io.sallyport.run.driver;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.Effect;
import io.sallyport.run.machine.Machine;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Begins what the machine says is outstanding and is not under way, as far as lease, limits and wishes to stop allow. */
final class Conductor {
    /** Owners that a run may have lost in a row without getting any further. */
    static final int MOST_EXPIRIES = 10;

    /** A pause as short as this is waited for where it is; for a longer one the run sleeps and holds nothing. */
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);

    private final RunTask task;
    private final ModelStep model;
    private final DecideStep decide;
    private final ToolSteps tools;
    private final Set<String> underWay = new HashSet<>();
    private boolean ending;

    Conductor(RunTask task, Services services) {
        this.task = task;
        this.model = new ModelStep(task, this, services);
        UserBehind user = new UserBehind(task, this, services);
        this.decide = new DecideStep(task, this, services, user);
        this.tools = new ToolSteps(task, this, services, user);
    }

    /** All is read: go on where the journal ends. */
    void begin() {
        if (task.run().expiries() >= MOST_EXPIRIES) {
            end(noProgress(), RunStatus.FAILED);
            return;
        }
        long left = wallLeft();
        if (left < Duration.ofDays(1).toMillis()) {
            task.later(Math.max(1, left), this::advance);
        }
        task.submit(this::awake, ignored -> advance());
    }

    static RunEvent.Failed noProgress() {
        return new RunEvent.Failed(
                "no_progress",
                "Its owner has died " + MOST_EXPIRIES + " times in a row without the run getting any further.",
                Optional.of("Look for what this run does to a replica: memory, a tool's answer, a bug."));
    }

    private Optional<Draft> awake() {
        RunState state = task.state();
        List<RunEvent> events = new ArrayList<>();
        if (state.status().waiting()) {
            events.add(new RunEvent.Resumed(state.status()));
        }
        events.addAll(task.heard().sinceThen());
        if (events.size() == 1
                && state.status().waiting()
                && waitIsOver(state)
                && task.cancelled().isEmpty()) {
            end(new RunEvent.Expired(state.status()), RunStatus.EXPIRED);
            return Optional.empty();
        }
        return events.isEmpty() ? Optional.empty() : Optional.of(Draft.of(CommitPoint.C4_DECISION, events));
    }

    private boolean waitIsOver(RunState state) {
        Optional<Instant> since = state.status() == RunStatus.WAITING_TIMER ? state.firstTimer() : state.waitingSince();
        Duration limit = task.revision().agent().waitTimeout();
        return since.filter(
                        from -> !from.plus(limit).isAfter(task.databaseClock().now()))
                .filter(from -> !task.heard().reauthenticatedSince(from))
                .isPresent();
    }

    /** Looks at what there is to do now. Cheap, and called whenever anything may have changed. */
    void advance() {
        if (task.over() || ending || !task.ready()) {
            return;
        }
        if (task.handingOver()) {
            handOver();
            return;
        }
        Optional<RunEvent.Cancelled> cancelled = task.cancelled();
        if (cancelled.isPresent()) {
            stopThenEnd(cancelled.get(), RunStatus.CANCELLED);
        } else if (wallLeft() <= 0) {
            String most = task.limits().wallTime().toString();
            stopThenEnd(new RunEvent.LimitExceeded("wallTime", most), RunStatus.LIMIT_EXCEEDED);
        } else if (task.state().status().waiting()) {
            wakeAgain();
        } else if (task.mayStart()) {
            start(Machine.outstanding(task.state()));
        }
    }

    /** It was to expire, and somebody came at the last moment. */
    private void wakeAgain() {
        if (task.idle()) {
            task.submit(this::awake, ignored -> advance());
        }
    }

    private long wallLeft() {
        return task.wallLeft();
    }

    /** Model calls are dropped; effects that were sent are waited for, because nobody can call them back. */
    private void stopThenEnd(RunEvent last, RunStatus status) {
        model.stop();
        if (underWay.isEmpty()) {
            end(last, status);
        }
    }

    private void start(List<Effect> outstanding) {
        long pause = Long.MAX_VALUE;
        boolean begun = false;
        for (Effect effect : outstanding) {
            if (underWay.contains(effect.subject())) {
                continue;
            }
            long wait = tools.pauseBefore(effect);
            if (wait > 0) {
                pause = Math.min(pause, wait);
            } else if (mayBegin(effect)) {
                begun = true;
                perform(effect);
            }
        }
        if (!begun && underWay.isEmpty() && task.idle() && !ending) {
            rest(pause);
        }
    }

    private boolean mayBegin(Effect effect) {
        return switch (effect) {
            case Effect.CallTool _ ->
                underWay.size() + openChildren() < task.limits().parallel();
            case Effect.Recover _ -> underWay.size() < task.limits().parallel();
            case Effect.SettleUnknown(String call) -> tools.settlesByItself(call);
            case Effect.Sleep _ -> false;
            default -> true;
        };
    }

    /** Runs of other agents that are at work for this one count as tool calls that are under way. */
    private long openChildren() {
        return task.state().calls().filter(call -> call.openChild().isPresent()).count();
    }

    private void perform(Effect effect) {
        underWay.add(effect.subject());
        switch (effect) {
            case Effect.Open _ -> new OpenStep(task, this).begin();
            case Effect.AskModel(int step, int attempt) -> model.begin(step, attempt);
            case Effect.Decide(List<String> calls) -> decide.begin(calls);
            case Effect.CallTool(String call, int attempt) -> tools.call(call, attempt);
            case Effect.Recover(String call, int _) -> tools.recover(call);
            case Effect.SettleUnknown(String call) -> tools.settle(call);
            case Effect.Complete _ -> end(new RunEvent.Completed(), RunStatus.COMPLETED);
            case Effect.Sleep _ -> throw new IllegalStateException("sleeping is nothing that is begun");
        }
    }

    /** What was begun about {@code subject} is over. */
    void ended(String subject) {
        underWay.remove(subject);
        if (subject.equals("end")) {
            ending = false;
        }
        advance();
    }

    void end(RunEvent last, RunStatus status) {
        if (!ending) {
            ending = true;
            underWay.add("end");
            task.end(last, new Ending.End(status));
        }
    }

    private void rest(long pause) {
        if (pause <= SHORT_PAUSE.toMillis()) {
            task.later(pause, this::advance);
        } else if (!tools.callsAwaitingUser().isEmpty()) {
            sleep(Sleeping.untilUser(
                    task.state(),
                    task.revision().agent(),
                    task.databaseClock().now(),
                    tools.callsAwaitingUser(),
                    pause));
        } else if (pause < Long.MAX_VALUE) {
            sleep(new RunEvent.Waiting(
                    RunStatus.WAITING_TIMER, pause, Json.object().put("reason", "tool")));
        } else {
            sleep(Sleeping.until(
                    task.state(), task.revision().agent(), task.databaseClock().now()));
        }
    }

    /** Gives the run up until a signal or the clock wakes it. */
    void sleep(RunEvent.Waiting waiting) {
        ending = true;
        underWay.add("end");
        task.submit(() -> Optional.of(Sleeping.draft(waiting)), left -> ended("end"));
    }

    void handOver() {
        model.stop();
        if (underWay.isEmpty() && task.idle() && !ending && !task.over()) {
            ending = true;
            var _ = task.services()
                    .checkpoints()
                    .release(List.of(task.lease()))
                    .subscribe()
                    .with(released -> task.home(this::handedOver), failure -> task.home(task::leave));
        }
    }

    /** Whoever takes the run over need not wait for their next look. */
    private void handedOver() {
        task.leave();
        task.services().wakes().wake(task.run().id());
    }

    /** The ledger knows the key of a call that this commit wanted to begin. */
    void conflict(Draft draft, LedgerConflict conflict) {
        tools.conflict(draft, conflict);
    }

    void stop() {
        model.stop();
    }
}

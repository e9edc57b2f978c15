package io.sallyport.run.driver;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Effect;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.stop.Stop;
import io.sallyport.tool.CallHistory;
import io.sallyport.tool.Happened;
import io.sallyport.tool.NextMove;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run's calls of tools: which may begin when, and what becomes of those whose outcome nobody has committed. */
final class ToolSteps {
    private static final long LONGEST_LOOK_UP_PAUSE_MILLIS = 30_000;

    private final RunTask task;
    private final Conductor conductor;
    private final Services services;
    private final Map<String, Integer> lookUps = new HashMap<>();
    private final KeysTaken keys;
    private final UserBehind user;

    ToolSteps(RunTask task, Conductor conductor, Services services, UserBehind user) {
        this.task = task;
        this.conductor = conductor;
        this.services = services;
        this.user = user;
        this.keys = new KeysTaken(task, conductor, this);
    }

    /** Milliseconds before {@code effect} may begin; 0: now. */
    long pauseBefore(Effect effect) {
        if (user.isAwaitedBy(effect.subject())) {
            return Long.MAX_VALUE;
        }
        return switch (effect) {
            case Effect.CallTool(String id, int _) -> Math.max(keys.pause(id), pause(view(id).notBefore()));
            case Effect.Recover(String id, int _)
            when recovery(view(id)) == NextMove.LOOK_UP ->
                pause(view(id).deadline().map(over -> over.plus(ToolStep.GRACE)));
            default -> 0;
        };
    }

    private long pause(Optional<Instant> until) {
        return until.map(then -> Math.max(
                        0, Duration.between(task.databaseClock().now(), then).toMillis()))
                .orElse(0L);
    }

    void call(String id, int attempt) {
        if (ChildStep.agent(tool(view(id))).isPresent()) {
            new ChildStep(task, conductor, services, this, id).begin();
        } else {
            user.with(
                    id,
                    tool(view(id)),
                    token -> new ToolStep(task, conductor, services, this, id, token).intend(attempt));
        }
    }

    /** Calls that cannot be made before the run's user has signed in again. */
    List<String> callsAwaitingUser() {
        return user.calls();
    }

    /** Its owner is gone between intent and result. */
    void recover(String id) {
        CallView call = view(id);
        Optional<Stop> stop = services.perform().rules().over(tool(call));
        if (stop.isPresent()) {
            step(id).refuse(stop.get());
            return;
        }
        switch (recovery(call)) {
            case CALL_AGAIN -> call(id, call.attempts() + 1);
            case LOOK_UP ->
                user.with(id, tool(call), token -> new ToolStep(task, conductor, services, this, id, token).lookUp());
            case SETTLE_UNKNOWN -> step(id).unknown(lost());
            case GIVE_UP -> step(id).failed(lost());
        }
    }

    /** Of a call that is not made by it. */
    private ToolStep step(String id) {
        return new ToolStep(task, conductor, services, this, id, Optional.empty());
    }

    private static ToolError lost() {
        return new ToolError(
                "owner_lost",
                "Whoever made this call was lost before its outcome was known. It may or may not have been done.",
                false,
                "Do not simply repeat it.",
                null);
    }

    private NextMove recovery(CallView call) {
        return move(call, Happened.OWNER_LOST, call.outcomes(), call.doubt());
    }

    /**
     * What is to be done about a call after {@code happened}.
     *
     * @param outcomes attempts that ended in an outcome, the one in question included
     */
    NextMove move(CallView call, Happened happened, int outcomes, boolean doubt) {
        Duration since = call.firstIntent()
                .map(first -> Duration.between(first, task.databaseClock().now()))
                .orElse(Duration.ZERO);
        return NextMove.after(
                tool(call), new CallHistory(outcomes, lookUps.getOrDefault(call.id(), 0), since, doubt), happened);
    }

    /** Milliseconds before a look-up that told nothing is made again: half a second, and twice as long each time. */
    long lookUpPause(String id) {
        long most = Math.min(LONGEST_LOOK_UP_PAUSE_MILLIS, 250L << Math.min(10, lookUps.getOrDefault(id, 0)));
        return most / 2 + services.chance().nextLong(most / 2 + 1);
    }

    void lookedUp(String id) {
        lookUps.merge(id, 1, Integer::sum);
    }

    /** Whether an unknown outcome is settled without a person. */
    boolean settlesByItself(String id) {
        CallView call = view(id);
        if (!evidence(call).isEmpty()) {
            return true;
        }
        return switch (tool(call).onUnknown()) {
            case RECONCILE -> false;
            case TELL_MODEL -> true;
            case COMPENSATE ->
                compensation(call)
                        .map(undo -> undo.state() == CallState.SUCCEEDED)
                        .orElseGet(() -> Compensation.isPossible(
                                call,
                                task.revision(),
                                services.perform().tools().arguments()));
        };
    }

    /** Does what the manifest says about an unknown outcome. */
    void settle(String id) {
        task.submit(() -> settlement(id), left -> conductor.ended(id));
    }

    private Optional<Draft> settlement(String id) {
        CallView call = view(id);
        if (call.state() != CallState.UNKNOWN) {
            return Optional.empty();
        }
        List<RunEvent> known = evidence(call);
        if (!known.isEmpty()) {
            return Optional.of(Draft.of(CommitPoint.C6_RESULT, known));
        }
        ToolSpec tool = tool(call);
        if (tool.onUnknown() == OnUnknown.TELL_MODEL) {
            return Optional.of(Draft.of(
                    CommitPoint.C6_RESULT,
                    new RunEvent.ToolReconciled(
                            id, "toldModel", "policy", call.answer().orElseThrow())));
        }
        return compensation(call).isPresent()
                ? Optional.of(Draft.of(CommitPoint.C6_RESULT, Compensation.done(call)))
                : Optional.of(
                        Draft.of(CommitPoint.C4_DECISION, Compensation.begin(call, task.revision(), services.ids())));
    }

    /** What signals that came before the outcome was unknown say about it now. */
    private List<RunEvent> evidence(CallView call) {
        return task.heard().about(call.id());
    }

    private Optional<CallView> compensation(CallView call) {
        return task.state()
                .calls()
                .filter(other -> other.compensates().equals(Optional.of(call.id())))
                .findFirst();
    }

    /** Whether it is being found out who has the key of call {@code id}, which is under way meanwhile. */
    boolean asksForKey(String id) {
        return keys.asking(id);
    }

    /** The key of a call that was about to begin is another call's. */
    void conflict(Draft draft, LedgerConflict conflict) {
        for (RunEvent event : draft.events()) {
            if (event instanceof RunEvent.ToolStarted started && hasBusinessKey(started.call())) {
                keys.refused(started.call(), started.key());
            } else if (event instanceof RunEvent.ToolStarted started) {
                step(started.call())
                        .failed(new ToolError(
                                "idempotency_conflict",
                                "Another call has this call's key already. This one was not made.",
                                false,
                                "Look up what that call did, or use another reference.",
                                null));
            }
        }
    }

    private boolean hasBusinessKey(String id) {
        CallView call = view(id);
        return ToolKeys.hasBusinessKey(tool(call), call.arguments());
    }

    CallView view(String id) {
        return task.state().call(id).orElseThrow(() -> new IllegalStateException("no such call: " + id));
    }

    ToolSpec tool(CallView call) {
        ToolSpec tool = task.revision().tools().get(call.tool());
        if (tool == null) {
            throw new IllegalStateException("a call of a tool that the revision has not: " + call.tool());
        }
        return tool;
    }
}

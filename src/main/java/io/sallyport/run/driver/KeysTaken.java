package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.KeyHolder;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolKeys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Calls whose business key another call has. Which of the two acts the ledger has decided already; here is what becomes of the other one: it
 * gets the recorded result, waits as long as an attempt may take, or is told how things are.
 */
final class KeysTaken {
    /** Short enough for a run to wait where it is. */
    private static final long LONGEST_PAUSE_MILLIS = 1500;

    private static final long FIRST_PAUSE_MILLIS = 100;

    private final RunTask task;
    private final Conductor conductor;
    private final ToolSteps steps;
    private final Set<String> asking = new HashSet<>();
    private final Map<String, Waiting> waiting = new HashMap<>();

    /** A call that has met its key elsewhere, and asks again at {@code nextNanos}. */
    private record Waiting(long sinceNanos, long nextNanos, int looks) {}

    KeysTaken(RunTask task, Conductor conductor, ToolSteps steps) {
        this.task = task;
        this.conductor = conductor;
        this.steps = steps;
    }

    /** Whether the ledger is being asked who has the key of call {@code id}: it is under way until that is known. */
    boolean asking(String id) {
        return asking.contains(id);
    }

    /** Milliseconds before call {@code id} may try for its key again; 0: now. */
    long pause(String id) {
        Waiting wait = waiting.get(id);
        return wait == null ? 0 : Math.max(0, (wait.nextNanos() - System.nanoTime()) / 1_000_000);
    }

    /** The ledger has refused {@code key} to call {@code id}. */
    void refused(String id, String key) {
        asking.add(id);
        var _ = task.services()
                .checkpoints()
                .holder(task.run().tenant(), steps.view(id).tool(), key)
                .subscribe()
                .with(holder -> task.home(() -> said(id, holder)), failure -> task.home(() -> unsaid(id, failure)));
    }

    private void unsaid(String id, Throwable failure) {
        asking.remove(id);
        if (failure instanceof StoreUnavailable) {
            later(id);
        } else {
            task.broken(failure);
        }
    }

    private void said(String id, Optional<KeyHolder> found) {
        asking.remove(id);
        if (task.over()) {
            return;
        }
        if (found.isEmpty()) {
            later(id);
        } else {
            consider(steps.view(id), found.get());
        }
    }

    private void consider(CallView call, KeyHolder holder) {
        KeyHolder.Standing standing = holder.standing();
        if (standing == KeyHolder.Standing.FREE) {
            later(call.id());
        } else if (!isOurs(holder)) {
            refuse(call, ToolErrors.keyOfAnother());
        } else if (!isSame(call, holder)) {
            refuse(call, ToolErrors.keyReused());
        } else {
            switch (standing) {
                case DONE -> replay(call, holder, CallState.SUCCEEDED);
                case FAILED -> replay(call, holder, CallState.FAILED_APPLIED);
                case UNDONE -> refuse(call, ToolErrors.keyUndone());
                case UNKNOWN -> refuse(call, ToolErrors.keyUnknown());
                case UNDER_WAY, FREE -> waitFor(call);
            }
        }
    }

    /** What somebody else's call has told is theirs, as it is everywhere. */
    private boolean isOurs(KeyHolder holder) {
        return holder.client().equals(task.run().client())
                && Objects.equals(holder.subject(), task.run().subject());
    }

    private static boolean isSame(CallView call, KeyHolder holder) {
        Bytes arguments = holder.arguments();
        return holder.argsHash().equals(call.argsHash())
                || arguments != null && ToolKeys.sameArguments(Json.own(arguments), call.arguments());
    }

    private void waitFor(CallView call) {
        Waiting wait = waiting.get(call.id());
        long most = steps.tool(call).timeout().plus(ToolStep.GRACE).toNanos();
        if (wait != null && System.nanoTime() - wait.sinceNanos() > most) {
            refuse(call, ToolErrors.keyUnderWay());
        } else {
            later(call.id());
        }
    }

    /** The key may be had then, or its holder be through. Meanwhile the call is nothing that is under way. */
    private void later(String id) {
        long now = System.nanoTime();
        Waiting before = waiting.get(id);
        int looks = before == null ? 0 : before.looks();
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(4, looks));
        long since = before == null ? now : before.sinceNanos();
        waiting.put(id, new Waiting(since, now + pause * 1_000_000, looks + 1));
        task.later(pause + 1, conductor::advance);
        conductor.ended(id);
    }

    private void replay(CallView call, KeyHolder holder, CallState outcome) {
        Bytes result = holder.result();
        if (result == null) {
            refuse(call, ToolErrors.keyErased());
            return;
        }
        Optional<String> code = Optional.ofNullable(holder.code()).filter(known -> outcome == CallState.FAILED_APPLIED);
        commit(call, outcome, code, Json.own(result), Optional.of(holder.call()));
    }

    private void refuse(CallView call, ToolError error) {
        commit(call, CallState.FAILED_NOT_APPLIED, Optional.of(error.code()), error.json(), Optional.empty());
    }

    private void commit(
            CallView call, CallState outcome, Optional<String> code, JsonNode told, Optional<String> replays) {
        String id = call.id();
        waiting.remove(id);
        RunEvent completed = new RunEvent.ToolCompleted(id, outcome, code, told, replays);
        task.submit(
                () -> steps.view(id).state().settled()
                        ? Optional.empty()
                        : Optional.of(Draft.of(CommitPoint.C6_RESULT, completed)),
                left -> conductor.ended(id));
    }
}

package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.stop.Stop;
import io.sallyport.tool.Happened;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.NextMove;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolKeys;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** C5 and C6 of one call: the intent is in the ledger before anything is sent, and the outcome before anybody acts on it. */
final class ToolStep {
    /** An attempt that has not been sent this long after its intent is not sent any more, so that its deadline is true. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long SHORTLY_MILLIS = 1000;

    private final RunTask task;
    private final Conductor conductor;
    private final Services services;
    private final ToolSteps steps;
    private final String id;
    private final Optional<UserToken> user;
    private long intendedAt;
    private @Nullable ToolOutcome outcomeSeen;

    /** @param user in whose name it is called, where the tool wants to know */
    ToolStep(
            RunTask task,
            Conductor conductor,
            Services services,
            ToolSteps steps,
            String id,
            Optional<UserToken> user) {
        this.task = task;
        this.conductor = conductor;
        this.services = services;
        this.steps = steps;
        this.id = id;
        this.user = user;
    }

    private CallView view() {
        return steps.view(id);
    }

    private ToolSpec tool() {
        return steps.tool(view());
    }

    // ---- C5

    /** Claims the key, where there is somebody to claim it from, and writes the intent. What decides is the ledger. */
    void intend(int attempt) {
        Optional<Stop> stop = stopped();
        if (stop.isPresent()) {
            refuse(stop.get());
            return;
        }
        String key = view().key().orElseGet(this::key);
        Duration ttl = tool().timeout().plus(GRACE);
        var _ = services.perform()
                .tools()
                .claims()
                .claim(key, task.lease().owner(), task.lease().epoch(), ttl)
                .subscribe()
                .with(claim -> task.home(() -> intent(attempt, key)), failure -> task.home(() -> intent(attempt, key)));
    }

    private String key() {
        CallView call = view();
        ToolKeys.Place place =
                new ToolKeys.Place(task.run().tenant(), whoseSteps(), task.run().fork(), call.step(), call.ordinal());
        return ToolKeys.ofRun(place, tool(), call.arguments());
    }

    /** A child counts its steps by itself: with its root's name, its calls would pass for its siblings' and its parent's. */
    private String whoseSteps() {
        return task.run().parentRun() == null
                ? task.run().rootRun()
                : task.run().id();
    }

    private void intent(int attempt, String key) {
        long deadline = tool().timeout().plus(GRACE).toMillis();
        RunEvent started =
                new RunEvent.ToolStarted(id, attempt, key, task.lease().epoch(), deadline);
        task.submit(
                () -> {
                    // Counted from before the intent is sent, because it may be durable long before that is known here.
                    intendedAt = System.nanoTime();
                    return task.mayAct() && callable() && stopped().isEmpty()
                            ? Optional.of(Draft.of(CommitPoint.C5_INTENT, started))
                            : Optional.empty();
                },
                left -> {
                    if (left == Mailbox.Left.COMMITTED) {
                        send(key);
                    } else if (!steps.asksForKey(id)) {
                        conductor.ended(id);
                    }
                });
    }

    private Optional<Stop> stopped() {
        return services.perform().rules().over(tool());
    }

    /** Nothing is sent to a stopped tool any more; where an earlier attempt may have done something, nobody knows what. */
    void refuse(Stop stop) {
        CallView call = view();
        boolean begun = call.doubt() || call.state() == CallState.INTENT;
        boolean harmless = tool().effect() == Effect.NONE || tool().idempotency() == Idempotency.TRANSACTIONAL;
        if (begun && !harmless) {
            unknown(ToolErrors.stoppedInDoubt(stop));
        } else if (call.state() == CallState.INTENT) {
            failed(ToolErrors.stopped(stop));
        } else {
            ToolError told = ToolErrors.stopped(stop);
            done(Draft.of(
                    CommitPoint.C4_DECISION,
                    new RunEvent.ToolDenied(
                            id, told.code(), Optional.empty(), told.json(), Optional.ofNullable(told.rule()))));
        }
    }

    private boolean callable() {
        CallState state = view().state();
        return state == CallState.ALLOWED || state == CallState.INTENT;
    }

    private void send(String key) {
        var _ = services.perform()
                .tools()
                .call(request(key), task.run())
                .subscribe()
                .with(outcome -> task.home(() -> answered(outcome)), failure -> task.home(() -> task.broken(failure)));
    }

    private ToolRequest request(String key) {
        CallView call = view();
        ToolSpec tool = tool();
        return new ToolRequest(
                tool,
                CallIds.of(task, call),
                call.arguments(),
                key,
                Optional.of(task.revision().agent()),
                user,
                () -> maySend(tool));
    }

    /** Asked directly before the first byte. From any thread. */
    private boolean maySend(ToolSpec tool) {
        CallRules rules = services.perform().rules();
        return task.owns()
                && System.nanoTime() - intendedAt < GRACE.toNanos()
                && rules.over(tool).isEmpty()
                && rules.over(task).isEmpty();
    }

    // ---- C6

    private void answered(ToolOutcome outcome) {
        outcomeSeen = outcome;
        switch (outcome) {
            case ToolOutcome.Succeeded(JsonNode result, var writes, var _) ->
                done(Draft.of(CommitPoint.C6_RESULT, completed(CallState.SUCCEEDED, Optional.empty(), result))
                        .with(writes));
            case ToolOutcome.Applied(ToolError error) ->
                done(Draft.of(
                        CommitPoint.C6_RESULT,
                        completed(CallState.FAILED_APPLIED, Optional.of(error.code()), error.json())));
            case ToolOutcome.NeedsInput(String question, Optional<JsonNode> schema) ->
                done(Draft.of(CommitPoint.C6_RESULT, new RunEvent.InputRequired(id, question(question, schema))));
            case ToolOutcome.NotSent _ -> next(outcome, notSent(), unsentPause(), false);
            case ToolOutcome.NotApplied(ToolError error)
            when tokenIsOver(error) -> again(error.code(), SHORTLY_MILLIS, false);
            case ToolOutcome.NotApplied(ToolError error) -> next(outcome, error, Duration.ZERO, false);
            case ToolOutcome.Later(Duration after, ToolError error) -> next(outcome, error, after, false);
            case ToolOutcome.Unknown(ToolError error) -> next(outcome, error, Duration.ZERO, true);
        }
    }

    /** It expired on its way to the issuer: the same call waits for its user then. */
    private boolean tokenIsOver(ToolError error) {
        Instant now = services.clock().instant();
        return error.code().equals(ToolErrors.AUTH_REFUSED)
                && user.filter(token -> !token.expiresAt().isAfter(now)).isPresent();
    }

    private void next(ToolOutcome outcome, ToolError error, Duration after, boolean doubt) {
        // Nothing was sent in time: later, with the same key, as often as the manifest allows.
        Happened happened = Happened.of(outcome).orElse(Happened.LATER);
        CallView call = view();
        move(steps.move(call, happened, call.outcomes() + 1, call.doubt()), error, after, doubt);
    }

    private void move(NextMove move, ToolError error, Duration after, boolean doubt) {
        switch (move) {
            case CALL_AGAIN -> again(error.code(), Math.max(after.toMillis(), backoff()), doubt);
            case LOOK_UP -> conductor.ended(id); // it stays an intent, which is recovered by looking it up
            case SETTLE_UNKNOWN -> unknown(error);
            case GIVE_UP -> failed(error);
        }
    }

    /** Whatever kept it from being sent, a connection or a queue, needs longer than a failed call. */
    private Duration unsentPause() {
        return Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, 500L << Math.min(8, view().outcomes())));
    }

    private static ToolError notSent() {
        return new ToolError(
                "not_sent",
                "The tool could not be reached within the time that a call may take to leave. Nothing was done.",
                true,
                "Try again later.",
                null);
    }

    private long backoff() {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 100L << Math.min(8, view().outcomes()));
        return most / 2 + services.chance().nextLong(most / 2 + 1);
    }

    private void again(String code, long afterMillis, boolean doubt) {
        done(Draft.of(CommitPoint.C6_RESULT, new RunEvent.ToolAgain(id, view().attempts(), code, afterMillis, doubt)));
    }

    /** What was in doubt is settled: nothing was done, and the next attempt counts as one. */
    private void againAfterLookUp() {
        done(Draft.of(
                CommitPoint.C6_RESULT,
                RunEvent.ToolAgain.settled(id, view().attempts(), notApplied().code(), backoff())));
    }

    void unknown(ToolError error) {
        done(Draft.of(CommitPoint.C6_RESULT, new RunEvent.ToolUnknown(id, error.code(), error.json())));
    }

    /** It failed, and nothing was done. */
    void failed(ToolError error) {
        done(Draft.of(
                CommitPoint.C6_RESULT,
                completed(CallState.FAILED_NOT_APPLIED, Optional.of(error.code()), error.json())));
    }

    private RunEvent completed(CallState outcome, Optional<String> code, JsonNode result) {
        return new RunEvent.ToolCompleted(id, outcome, code, result);
    }

    private static JsonNode question(String question, Optional<JsonNode> schema) {
        var node = Json.object().put("question", question);
        schema.ifPresent(wanted -> node.set("schema", wanted));
        return node;
    }

    /** An outcome that was seen is written down, whatever else has happened to the call's wish in the meantime. */
    private void done(Draft draft) {
        task.submit(() -> view().state().settled() ? Optional.empty() : Optional.of(draft), left -> {
            if (left == Mailbox.Left.LOST && outcomeSeen != null) {
                new LateResult(task, id).record(outcomeSeen);
            }
            conductor.ended(id);
        });
    }

    // ---- recovery

    void lookUp() {
        var _ = services.perform()
                .tools()
                .tools()
                .lookUp(request(view().key().orElseThrow()))
                .subscribe()
                .with(outcome -> task.home(() -> lookedUp(outcome)), failure -> task.home(() -> task.broken(failure)));
    }

    private void lookedUp(LookUpOutcome outcome) {
        if (task.over()) {
            return;
        }
        steps.lookedUp(id);
        switch (outcome) {
            case LookUpOutcome.Applied(JsonNode result) ->
                done(Draft.of(CommitPoint.C6_RESULT, completed(CallState.SUCCEEDED, Optional.empty(), result)));
            case LookUpOutcome.NotApplied _ -> afterLookUp(Happened.LOOKED_UP_NOT_APPLIED, notApplied());
            case LookUpOutcome.CannotTell(ToolError error) -> afterLookUp(Happened.LOOK_UP_FAILED, error);
        }
    }

    private void afterLookUp(Happened happened, ToolError error) {
        CallView call = view();
        switch (steps.move(call, happened, call.outcomes() + 1, false)) {
            case CALL_AGAIN -> againAfterLookUp();
            case LOOK_UP -> task.later(steps.lookUpPause(id), () -> conductor.ended(id));
            case SETTLE_UNKNOWN -> unknown(error);
            case GIVE_UP -> failed(error);
        }
    }

    private static ToolError notApplied() {
        return new ToolError("not_applied", "The tool says that this call did nothing.", false, null, null);
    }
}

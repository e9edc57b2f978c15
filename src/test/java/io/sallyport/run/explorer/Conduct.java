package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.KeyHolder;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Scenario.Flaw;
import io.sallyport.run.explorer.Work.Activity;
import io.sallyport.run.explorer.Work.Entry;
import io.sallyport.run.explorer.Work.Stage;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Effect;
import io.sallyport.run.machine.Inbox;
import io.sallyport.run.machine.Machine;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import io.sallyport.tool.CallHistory;
import io.sallyport.tool.Happened;
import io.sallyport.tool.NextMove;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an owner begins: what the machine says is outstanding, as far as lease, people and deadlines allow. */
final class Conduct {
    private static final long TOOL_PAUSE_MILLIS = 3000;

    private final World world;
    private final Plans plans;
    private final Post post;

    Conduct(World world) {
        this.world = world;
        this.plans = new Plans(world, this);
        this.post = new Post(world, this, plans);
    }

    Post post() {
        return post;
    }

    boolean mayStart(Owner owner) {
        return owner.active() && world.holds(owner) && !world.leaseExpired;
    }

    void advance(Owner owner) {
        if (!owner.active() || owner.ending) {
            return;
        }
        if (owner.state.status().waiting() && !world.scenario.has(Flaw.SLEEPS_ON_WHAT_IT_KNEW)) {
            if (owner.mailboxIdle()) {
                post.submit(owner, new Entry.Awake());
            }
            return;
        }
        Optional<RunEvent.Cancelled> cancelled = Inbox.cancelled(owner.signals);
        if (cancelled.isPresent()) {
            dropModel(owner);
            if (owner.underWay.isEmpty()) {
                end(owner, cancelled.get(), RunStatus.CANCELLED);
            }
        } else if (mayStart(owner)) {
            start(owner, Machine.outstanding(owner.state));
        }
    }

    /** An answer that is not in the mailbox yet is not wanted any more. */
    private static void dropModel(Owner owner) {
        boolean thinking = owner.activities.removeIf(activity -> activity.stage() == Stage.ASKED);
        boolean reserving = owner.sent != null && owner.sent.entry() instanceof Entry.Reserve
                || owner.queue.stream().anyMatch(Entry.Reserve.class::isInstance);
        if (thinking || reserving) {
            owner.underWay.remove("model");
        }
    }

    void end(Owner owner, RunEvent last, RunStatus status) {
        if (!owner.ending) {
            owner.ending = true;
            owner.underWay.add("end");
            post.submit(owner, new Entry.End(last, status));
        }
    }

    private void start(Owner owner, List<Effect> outstanding) {
        boolean begun = false;
        boolean pauses = false;
        for (Effect effect : outstanding) {
            if (owner.underWay.contains(effect.subject())) {
                continue;
            }
            if (mustWait(owner, effect)) {
                pauses = true;
            } else if (mayBegin(owner, effect)) {
                begun = true;
                owner.underWay.add(effect.subject());
                perform(owner, effect);
            }
        }
        if (!begun && owner.underWay.isEmpty() && owner.mailboxIdle() && !owner.ending) {
            rest(owner, pauses);
        }
    }

    /** Before its deadline is over, a tool is not asked what became of a call. */
    private boolean mustWait(Owner owner, Effect effect) {
        if (effect instanceof Effect.CallTool(String call, int attempt) && owner.refused.contains(call)) {
            return holder(owner, call, attempt).standing() == KeyHolder.Standing.UNDER_WAY;
        }
        return effect instanceof Effect.Recover(String call, int attempt)
                && recovery(owner, call) == NextMove.LOOK_UP
                && !world.scenario.has(Flaw.LOOKS_UP_AT_ONCE)
                && !world.overdue.contains(World.intent(call, attempt));
    }

    private KeyHolder holder(Owner owner, String call, int attempt) {
        String tool = world.use(call).tool().name();
        return World.await(world.store.holder(World.TENANT, tool, plans.key(owner, call, attempt)))
                .orElseThrow();
    }

    /** Another call has the key: its result is this one's, or this one waits, or is told that nobody knows. */
    void refused(Owner owner, String call, int attempt) {
        if (world.scenario.has(Flaw.SENDS_WITHOUT_ITS_KEY)) {
            owner.activities.add(
                    new Activity(call, attempt, plans.key(owner, call, attempt), Stage.ABOUT_TO_LOOK, false));
            return;
        }
        KeyHolder holder = holder(owner, call, attempt);
        switch (holder.standing()) {
            case DONE ->
                post.submit(
                        owner,
                        new Entry.Done(
                                call,
                                new RunEvent.ToolCompleted(
                                        call,
                                        CallState.SUCCEEDED,
                                        Optional.empty(),
                                        Json.object().put("ok", true),
                                        Optional.of(holder.call())),
                                Optional.empty()));
            case UNKNOWN -> post.submit(owner, failed(call));
            case UNDER_WAY, FREE -> ended(owner, call);
            case FAILED, UNDONE -> world.broken("a tool that fails with an effect, or undoes one, is not in here");
        }
    }

    private boolean mayBegin(Owner owner, Effect effect) {
        return switch (effect) {
            case Effect.SettleUnknown(String call) ->
                world.use(call).tellModel() || !plans.evidence(owner, call).isEmpty();
            case Effect.Sleep _ -> false;
            default -> true;
        };
    }

    private void perform(Owner owner, Effect effect) {
        switch (effect) {
            case Effect.Open() -> post.submit(owner, new Entry.Open());
            case Effect.AskModel(int step, int attempt) -> post.submit(owner, new Entry.Reserve(step, attempt));
            case Effect.Decide(List<String> calls) -> post.submit(owner, new Entry.Decide(calls));
            case Effect.CallTool(String call, int attempt) -> intend(owner, call, attempt);
            case Effect.Recover(String call, int attempt) -> recover(owner, call, attempt);
            case Effect.SettleUnknown(String call) -> post.submit(owner, new Entry.Settle(call));
            case Effect.Complete() -> end(owner, new RunEvent.Completed(), RunStatus.COMPLETED);
            case Effect.Sleep _ -> throw new IllegalStateException("sleeping is nothing that is begun");
        }
    }

    private void intend(Owner owner, String call, int attempt) {
        if (world.scenario.has(Flaw.NO_INTENT)) {
            owner.activities.add(
                    new Activity(call, attempt, plans.key(owner, call, attempt), Stage.ABOUT_TO_LOOK, false));
        } else {
            post.submit(owner, new Entry.Intend(call, attempt));
        }
    }

    private NextMove recovery(Owner owner, String call) {
        CallView view = owner.state.call(call).orElseThrow();
        return move(owner, call, Happened.OWNER_LOST, view.outcomes(), view.doubt());
    }

    private NextMove move(Owner owner, String call, Happened happened, int outcomes, boolean doubt) {
        int lookUps = owner.lookUps.getOrDefault(call, 0);
        return NextMove.after(
                world.use(call).tool(), new CallHistory(outcomes, lookUps, Duration.ZERO, doubt), happened);
    }

    private void recover(Owner owner, String call, int attempt) {
        switch (recovery(owner, call)) {
            case CALL_AGAIN -> intend(owner, call, attempt + 1);
            case LOOK_UP ->
                owner.activities.add(
                        new Activity(call, attempt, plans.key(owner, call, attempt), Stage.LOOKING_UP, false));
            case SETTLE_UNKNOWN -> post.submit(owner, unknown(call));
            case GIVE_UP -> post.submit(owner, failed(call));
        }
    }

    private void rest(Owner owner, boolean pauses) {
        RunState state = owner.state;
        RunStatus status;
        if (pauses) {
            status = RunStatus.WAITING_TIMER;
        } else if (state.calls().anyMatch(call -> call.state() == CallState.AWAITING_APPROVAL)) {
            status = RunStatus.WAITING_APPROVAL;
        } else if (state.calls().anyMatch(call -> call.state() == CallState.UNKNOWN)) {
            status = RunStatus.WAITING_RECONCILE;
        } else {
            world.broken("an owner falls asleep with nothing to wait for");
            return;
        }
        long most = pauses ? TOOL_PAUSE_MILLIS : Plans.WAIT_TIMEOUT.toMillis();
        long millis = state.calls()
                .filter(call -> !pauses && call.state() == CallState.AWAITING_APPROVAL)
                .flatMap(call -> call.waitsUntil().stream())
                .mapToLong(until ->
                        Math.max(1, Duration.between(world.now(), until).toMillis()))
                .min()
                .orElse(most);
        owner.ending = true;
        owner.underWay.add("end");
        post.submit(owner, new Entry.Sleep(new RunEvent.Waiting(status, Math.min(most, millis), Json.object())));
    }

    void ended(Owner owner, String subject) {
        owner.underWay.remove(subject);
        if (subject.equals("end")) {
            owner.ending = false;
        }
        advance(owner);
    }

    // ---- what a tool has said

    void answered(Owner owner, String call, Work.Outcome outcome) {
        CallView view = owner.state.call(call).orElseThrow();
        switch (outcome) {
            case SUCCEEDED ->
                post.submit(
                        owner,
                        new Entry.Done(
                                call,
                                new RunEvent.ToolCompleted(
                                        call,
                                        CallState.SUCCEEDED,
                                        Optional.empty(),
                                        Json.object().put("ok", true)),
                                Optional.of(outcome)));
            case NOT_SENT -> post.submit(owner, again(view, "not_sent", false, Optional.empty()));
            case REFUSED -> follow(owner, view, Happened.REFUSED, Optional.of(outcome));
            case RESET -> follow(owner, view, Happened.UNKNOWN, Optional.empty());
        }
    }

    private void follow(Owner owner, CallView view, Happened happened, Optional<Work.Outcome> known) {
        boolean doubt = happened == Happened.UNKNOWN;
        switch (move(owner, view.id(), happened, view.outcomes() + 1, view.doubt())) {
            case CALL_AGAIN -> post.submit(owner, again(view, "again", doubt, known));
            case LOOK_UP -> ended(owner, view.id());
            case SETTLE_UNKNOWN -> post.submit(owner, unknown(view.id()));
            case GIVE_UP -> {
                Entry.Done failed = failed(view.id());
                post.submit(owner, new Entry.Done(failed.call(), failed.event(), known));
            }
        }
    }

    void lookedUp(Owner owner, String call, boolean applied) {
        owner.lookUps.merge(call, 1, Integer::sum);
        if (applied) {
            answered(owner, call, Work.Outcome.SUCCEEDED);
            return;
        }
        CallView view = owner.state.call(call).orElseThrow();
        switch (move(owner, call, Happened.LOOKED_UP_NOT_APPLIED, view.outcomes() + 1, false)) {
            case CALL_AGAIN ->
                post.submit(
                        owner,
                        new Entry.Done(
                                call,
                                RunEvent.ToolAgain.settled(call, view.attempts(), "not_applied", 0),
                                Optional.empty()));
            case LOOK_UP -> ended(owner, call);
            case SETTLE_UNKNOWN -> post.submit(owner, unknown(call));
            case GIVE_UP -> post.submit(owner, failed(call));
        }
    }

    private static Entry again(CallView view, String code, boolean doubt, Optional<Work.Outcome> known) {
        return new Entry.Done(view.id(), new RunEvent.ToolAgain(view.id(), view.attempts(), code, 0, doubt), known);
    }

    private static Entry unknown(String call) {
        return new Entry.Done(
                call,
                new RunEvent.ToolUnknown(call, "unknown_effect", Json.object().put("error", "unknown")),
                Optional.empty());
    }

    private static Entry.Done failed(String call) {
        return new Entry.Done(
                call,
                new RunEvent.ToolCompleted(
                        call,
                        CallState.FAILED_NOT_APPLIED,
                        Optional.of("refused"),
                        Json.object().put("error", "refused")),
                Optional.empty());
    }

    /** Whether a late {@code outcome} says something that cannot be wrong, whatever else was tried in the meantime. */
    boolean tells(String call, Work.Outcome outcome) {
        Idempotency idempotency = world.use(call).tool().idempotency();
        return switch (outcome) {
            case SUCCEEDED -> idempotency != Idempotency.TRANSACTIONAL;
            // Of a tool that may be called again, it says nothing about the other attempts.
            case REFUSED -> idempotency == Idempotency.NONE || world.scenario.has(Flaw.TELLS_EVERY_LATE_OUTCOME);
            case RESET, NOT_SENT -> false;
        };
    }
}

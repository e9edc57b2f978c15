package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Scenario.Flaw;
import io.sallyport.run.explorer.Work.Draft;
import io.sallyport.run.explorer.Work.Entry;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Endings;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.Inbox;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import io.sallyport.tool.ToolKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an entry commits when its turn comes: nothing, where it has become pointless. */
final class Plans {
    static final Duration WAIT_TIMEOUT = Duration.ofDays(7);
    private static final Duration APPROVAL_EXPIRY = Duration.ofDays(1);
    private static final long PROVIDER_PAUSE_MILLIS = 60_000;

    private final World world;
    private final Conduct conduct;

    Plans(World world, Conduct conduct) {
        this.world = world;
        this.conduct = conduct;
    }

    Optional<Draft> of(Owner owner, Entry entry) {
        return switch (entry) {
            case Entry.Awake() -> awake(owner);
            case Entry.News(long after) -> news(owner, after);
            case Entry.Open() -> some(CommitPoint.C4_DECISION, Script.opening());
            case Entry.Reserve(int step, int attempt) -> some(CommitPoint.C2_RESERVE, Script.asked(step, attempt));
            case Entry.Answer(int step, int attempt) ->
                Optional.of(Draft.of(
                        CommitPoint.C3_ANSWER, Script.answer(world.scenario, step, attempt, owner.lease.epoch())));
            case Entry.Pause() ->
                Optional.of(sleep(new RunEvent.Waiting(
                        RunStatus.WAITING_TIMER,
                        PROVIDER_PAUSE_MILLIS,
                        Json.object().put("provider", "provider_error"))));
            case Entry.Decide(List<String> calls) -> some(CommitPoint.C4_DECISION, decisions(owner, calls));
            case Entry.Intend(String call, int attempt) -> intent(owner, call, attempt);
            case Entry.Done(String call, RunEvent event, Optional<Work.Outcome> _) -> done(owner, call, event);
            case Entry.Settle(String call) -> settlement(owner, call);
            case Entry.End(RunEvent last, RunStatus status) ->
                Optional.of(Draft.of(CommitPoint.C7_END, Endings.events(owner.state, last))
                        .ending(new Ending.End(status)));
            case Entry.Sleep(RunEvent.Waiting waiting) -> Optional.of(sleep(waiting));
        };
    }

    private static Optional<Draft> some(CommitPoint point, RunEvent event) {
        return Optional.of(Draft.of(point, event));
    }

    private static Optional<Draft> some(CommitPoint point, List<RunEvent> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(Draft.of(point, events));
    }

    private Optional<Draft> awake(Owner owner) {
        RunState state = owner.state;
        List<RunEvent> events = new ArrayList<>();
        if (state.status().waiting()) {
            events.add(new RunEvent.Resumed(state.status()));
        }
        List<RunEvent> told = Inbox.events(state, owner.signals);
        RunState after = state;
        for (RunEvent event : told) {
            after = Fold.apply(after, event, world.now());
        }
        events.addAll(told);
        events.addAll(Inbox.expired(after, world.now()));
        boolean nothingElse = events.size() == 1
                && state.status().waiting()
                && Inbox.cancelled(owner.signals).isEmpty();
        if (nothingElse && waitIsOver(state)) {
            conduct.end(owner, new RunEvent.Expired(state.status()), RunStatus.EXPIRED);
            return Optional.empty();
        }
        return some(CommitPoint.C4_DECISION, events);
    }

    private boolean waitIsOver(RunState state) {
        Optional<Instant> since = state.status() == RunStatus.WAITING_TIMER ? state.firstTimer() : state.waitingSince();
        return since.filter(from -> !from.plus(WAIT_TIMEOUT).isAfter(world.now()))
                .isPresent();
    }

    private Optional<Draft> news(Owner owner, long after) {
        if (owner.state.status().waiting() && !world.scenario.has(Flaw.SLEEPS_ON_WHAT_IT_KNEW)) {
            return Optional.empty(); // it wakes first, and looks at the whole inbox then
        }
        return some(
                CommitPoint.C4_DECISION,
                Inbox.events(
                        owner.state,
                        owner.signals.stream()
                                .filter(signal -> signal.n() > after)
                                .toList()));
    }

    private List<RunEvent> decisions(Owner owner, List<String> calls) {
        Set<String> asking = new HashSet<>();
        return calls.stream()
                .flatMap(call -> byPolicy(owner, call, asking).stream())
                .toList();
    }

    /** Of several that a policy sends to a person the first is asked about; its answer may do for the others. */
    private Optional<RunEvent> byPolicy(Owner owner, String call, Set<String> asking) {
        ToolSpec tool = world.use(call).tool();
        if (tool.approval() != ToolSpec.Approval.BY_POLICY || world.scenario.has(Flaw.ASKS_ABOUT_EACH)) {
            return Optional.of(decision(owner, call));
        }
        boolean approved = owner.state
                .calls()
                .anyMatch(other -> other.tool().equals(tool.name())
                        && other.approval().isPresent()
                        && other.state() != CallState.AWAITING_APPROVAL
                        && other.state() != CallState.DENIED);
        if (approved) {
            return Optional.of(new RunEvent.ToolAllowed(call, "policy", Optional.empty()));
        }
        return asking.add(tool.name()) ? Optional.of(decision(owner, call)) : Optional.empty();
    }

    private RunEvent decision(Owner owner, String call) {
        CallView view = owner.state.call(call).orElseThrow();
        return world.scenario.use(view.ordinal()).approval()
                ? new RunEvent.ApprovalRequired(call, "appr_" + call, view.argsHash(), APPROVAL_EXPIRY.toMillis())
                : new RunEvent.ToolAllowed(call, "grant", Optional.empty());
    }

    private Optional<Draft> intent(Owner owner, String call, int attempt) {
        CallState state = owner.state.call(call).orElseThrow().state();
        boolean callable = state == CallState.ALLOWED || state == CallState.INTENT;
        return conduct.mayStart(owner) && callable
                ? some(
                        CommitPoint.C5_INTENT,
                        new RunEvent.ToolStarted(call, attempt, key(owner, call, attempt), owner.lease.epoch(), 3000))
                : Optional.empty();
    }

    String key(Owner owner, String call, int attempt) {
        CallView view = owner.state.call(call).orElseThrow();
        if (world.scenario.has(Flaw.NEW_KEY_EACH_TIME)) {
            return call + owner.lease.epoch() + "." + attempt;
        }
        ToolKeys.Place place = new ToolKeys.Place(World.TENANT, World.RUN, 0, view.step(), view.ordinal());
        return view.key().orElseGet(() -> ToolKeys.ofRun(place, world.use(call).tool(), view.arguments()));
    }

    private Optional<Draft> done(Owner owner, String call, RunEvent event) {
        if (owner.state.call(call).orElseThrow().state().settled()) {
            return Optional.empty();
        }
        Draft draft = Draft.of(CommitPoint.C6_RESULT, event);
        boolean writes = event instanceof RunEvent.ToolCompleted completed
                && completed.outcome() == CallState.SUCCEEDED
                && world.use(call).tool().idempotency() == Idempotency.TRANSACTIONAL;
        return Optional.of(writes ? draft.with(List.of(new KeyValueWrite("order-desk", "k", Bytes.of("1")))) : draft);
    }

    private Optional<Draft> settlement(Owner owner, String call) {
        CallView view = owner.state.call(call).orElseThrow();
        if (view.state() != CallState.UNKNOWN) {
            return Optional.empty();
        }
        List<RunEvent> known = evidence(owner, call);
        return some(
                CommitPoint.C6_RESULT,
                known.isEmpty()
                        ? List.of(new RunEvent.ToolReconciled(
                                call, "toldModel", "policy", view.answer().orElseThrow()))
                        : known);
    }

    /** What the inbox says about an outcome that nobody knows. */
    List<RunEvent> evidence(Owner owner, String call) {
        return Inbox.events(owner.state, owner.signals).stream()
                .filter(event -> event instanceof RunEvent.ToolReconciled about
                        && about.call().equals(call))
                .toList();
    }

    private static Draft sleep(RunEvent.Waiting waiting) {
        return Draft.of(CommitPoint.C4_DECISION, waiting)
                .ending(new Ending.Wait(waiting.status(), Optional.of(Duration.ofMillis(waiting.forMillis()))));
    }
}

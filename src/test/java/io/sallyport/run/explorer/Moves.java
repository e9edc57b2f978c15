package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Decision;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Work.Flight;
import io.sallyport.run.explorer.Work.Outcome;
import io.sallyport.run.explorer.Work.Stage;
import io.sallyport.run.machine.CallView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that can happen next outside of the owners: time, people, requests on their way. */
final class Moves {
    private final World world;
    private final List<Move> moves = new ArrayList<>();

    private Moves(World world) {
        this.world = world;
    }

    static List<Move> of(World world) {
        Moves moves = new Moves(world);
        world.owners.forEach(owner -> OwnerMoves.add(world, owner, moves.moves));
        moves.lease();
        moves.timer();
        moves.deadlines();
        moves.people();
        for (int i = 0; i < world.flights.size(); i++) {
            moves.flight(i);
        }
        return moves.moves.stream()
                .filter(move -> move.mishap().map(world.budget::allows).orElse(true))
                .toList();
    }

    private void lease() {
        RunRecord row = world.row();
        if (row.status() == RunStatus.RUNNING && !world.leaseExpired) {
            boolean held = world.owners.stream().anyMatch(world::holds);
            String name = "the lease of epoch " + row.leaseEpoch() + " expires";
            moves.add(
                    held
                            ? Move.mishap(Mishap.FREEZE, name + " under its owner", (w, c) -> expire(w))
                            : Move.of(name, (w, c) -> expire(w)));
        }
    }

    private static void expire(World w) {
        w.leaseExpired = true;
        w.store.expire(World.RUN);
    }

    private void timer() {
        RunRecord row = world.row();
        Instant until = row.waitUntil();
        if (!row.status().waiting() || until == null || !until.isAfter(world.now())) {
            return;
        }
        boolean soon = row.status() == RunStatus.WAITING_TIMER || row.status() == RunStatus.WAITING_APPROVAL;
        moves.add(
                soon
                        ? Move.of("the wait is over", (w, c) -> elapse(w, until))
                        : Move.mishap(Mishap.NOBODY_COMES, "the wait is over", (w, c) -> elapse(w, until)));
    }

    private static void elapse(World w, Instant until) {
        w.store.elapse(Duration.between(w.now(), until));
        w.state()
                .calls()
                .filter(call -> call.state() == CallState.INTENT)
                .forEach(call -> w.overdue.add(World.intent(call.id(), call.attempts())));
    }

    /** The deadline of an intent passes: for who sits between intent and first byte, that is a freeze. */
    private void deadlines() {
        world.state()
                .calls()
                .filter(call -> call.state() == CallState.INTENT)
                .filter(call -> !world.overdue.contains(World.intent(call.id(), call.attempts())))
                .forEach(call -> {
                    String intent = World.intent(call.id(), call.attempts());
                    boolean unsent = world.owners.stream()
                            .flatMap(owner -> owner.activities.stream())
                            .anyMatch(activity -> activity.call().equals(call.id())
                                    && activity.attempt() == call.attempts()
                                    && activity.stage() != Stage.LOOKING_UP);
                    if (unsent) {
                        moves.add(Move.mishap(
                                Mishap.FREEZE,
                                "the deadline of " + intent + " passes unsent",
                                (w, c) -> pass(w, intent)));
                    } else if (world.use(call.id()).tool().idempotency() == Idempotency.QUERYABLE) {
                        moves.add(Move.of("the deadline of " + intent + " passes", (w, c) -> pass(w, intent)));
                    }
                });
    }

    private static void pass(World w, String intent) {
        w.overdue.add(intent);
        Conduct conduct = new Conduct(w);
        w.owners.forEach(conduct::advance);
    }

    // ---- people

    private void people() {
        if (world.row().status().terminal()) {
            return;
        }
        moves.add(Move.mishap(
                Mishap.CANCEL,
                "alice cancels",
                (w, c) -> w.signal(Signal.Kind.CANCEL, Json.object().put("reason", "enough"), "alice")));
        world.state().calls().forEach(call -> {
            if (call.state() == CallState.AWAITING_APPROVAL && untold(Signal.Kind.APPROVAL, call.id())) {
                moves.add(decide(call, Decision.Verdict.APPROVED));
                moves.add(decide(call, Decision.Verdict.DENIED));
            }
            if (call.state() == CallState.UNKNOWN && untold(Signal.Kind.RECONCILE, call.id())) {
                moves.add(reconcile(call));
            }
        });
    }

    private boolean untold(Signal.Kind kind, String call) {
        return world.inbox().stream()
                .noneMatch(
                        signal -> signal.kind() == kind && signal.data().text().contains(call));
    }

    private static Move decide(CallView call, Decision.Verdict verdict) {
        String word = verdict == Decision.Verdict.APPROVED ? "approve" : "deny";
        return Move.of("alice: " + word + " " + call.id(), (w, c) -> {
            var data = Json.object()
                    .put("call", call.id())
                    .put("approval", call.approval().orElseThrow())
                    .put("decision", word)
                    .put("argsHash", call.argsHash().hex());
            var _ = World.await(w.store.decide(new Decision(
                    World.RUN, call.approval().orElseThrow(), verdict, call.argsHash(), "alice", Json.bytes(data))));
            w.lookIntoInbox();
        });
    }

    /** A person looks, and says what is so at that moment. */
    private static Move reconcile(CallView call) {
        return Move.of("alice finds out about " + call.id(), (w, c) -> {
            boolean applied = w.witness.of(call.ordinal()).effects() > 0;
            w.signal(
                    Signal.Kind.RECONCILE,
                    Json.object().put("call", call.id()).put("outcome", applied ? "applied" : "notApplied"),
                    "alice");
        });
    }

    // ---- requests of the dead and the dispossessed

    private void flight(int index) {
        Flight flight = world.flights.get(index);
        String name = "a late request of " + flight.call() + " arrives";
        moves.add(Move.of(name, (w, c) -> land(w, c, index, Outcome.SUCCEEDED)));
        if (flight.listener()) {
            moves.add(Move.mishap(
                    Mishap.REFUSAL, name + " and is refused", (w, c) -> land(w, c, index, Outcome.REFUSED)));
        }
    }

    private static void land(World w, Conduct conduct, int index, Outcome outcome) {
        Flight flight = w.flights.remove(index);
        boolean counts = outcome == Outcome.SUCCEEDED;
        if (counts) {
            arrive(w, flight.call(), flight.key(), flight.overtaken());
        }
        if (flight.listener()) {
            conduct.post().late(flight.call(), outcome);
        }
    }

    /** Something is done out there, unless it is a tool whose effects are our own commits. */
    static void arrive(World w, String call, String key, boolean overtaken) {
        Scenario.Use use = w.use(call);
        if (use.tool().idempotency() != Idempotency.TRANSACTIONAL || use.tool().effect() == Effect.NONE) {
            w.witness.arrives(w.ordinal(call), use, key, overtaken);
        }
    }

    /**
     * Who is told that a key was not applied does not know of those who have looked at their lease in time and are about to send it: the
     * one window that is known. Nobody else is excused.
     */
    static void overtake(World w, String key) {
        w.flights.replaceAll(
                flight -> flight.key().equals(key) && w.overdue.contains(World.intent(flight.call(), flight.attempt()))
                        ? flight.overtakenNow()
                        : flight);
        for (Owner owner : w.owners) {
            owner.activities.replaceAll(activity -> activity.stage() == Stage.ABOUT_TO_SEND
                            && activity.key().equals(key)
                            && w.overdue.contains(World.intent(activity.call(), activity.attempt()))
                    ? activity.overtakenNow()
                    : activity);
        }
    }
}

package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Owner.Phase;
import io.sallyport.run.explorer.Scenario.Flaw;
import io.sallyport.run.explorer.Work.Activity;
import io.sallyport.run.explorer.Work.Entry;
import io.sallyport.run.explorer.Work.Flight;
import io.sallyport.run.explorer.Work.Outcome;
import io.sallyport.run.explorer.Work.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What one owner can do next, one atom each, and what can happen to it. */
final class OwnerMoves {
    private final World world;
    private final Owner owner;
    private final List<Move> moves;

    private OwnerMoves(World world, Owner owner, List<Move> moves) {
        this.world = world;
        this.owner = owner;
        this.moves = moves;
    }

    /** What a move does to the owner of the same place in another world. */
    private interface Change {
        void on(World w, Conduct conduct, Owner o);
    }

    static void add(World world, Owner owner, List<Move> moves) {
        OwnerMoves own = new OwnerMoves(world, owner, moves);
        switch (owner.phase) {
            case IDLE -> own.claim();
            case CLAIMED -> {
                own.step("reads journal and inbox", (w, c, o) -> load(w, c, o));
                own.crash();
            }
            case ACTIVE -> {
                own.mail();
                own.lease();
                for (int i = 0; i < owner.activities.size(); i++) {
                    own.activity(i);
                }
                own.crash();
            }
        }
    }

    private BiConsumer<World, Conduct> on(Change change) {
        int index = owner.index;
        return (w, c) -> change.on(w, c, w.owners.get(index));
    }

    private void step(String what, Change change) {
        moves.add(Move.of(owner.name() + " " + what, on(change)));
    }

    private void mishap(Mishap mishap, String what, Change change) {
        moves.add(Move.mishap(mishap, owner.name() + " " + what, on(change)));
    }

    // ---- C1

    private void claim() {
        RunRecord row = world.row();
        Instant until = row.waitUntil();
        boolean due = until != null && !until.isAfter(world.now());
        boolean free = row.status() == RunStatus.RUNNING ? world.leaseExpired : row.status() == RunStatus.QUEUED || due;
        if (free && !row.status().terminal()) {
            step("claims", (w, c, o) -> claimed(w, o));
        }
    }

    private static void claimed(World w, Owner o) {
        List<Claimed> claimed =
                World.await(w.store.claim(new ClaimOrder(o.name(), 1, World.LEASE, Duration.ZERO, true)));
        if (claimed.isEmpty()) {
            w.broken("a run that can go on is not given to who asks for it");
            return;
        }
        Claimed run = claimed.getFirst();
        o.phase = Phase.CLAIMED;
        o.lease = run.lease();
        o.nextSeq = run.run().nextSeq();
        w.leaseExpired = false;
    }

    private static void load(World w, Conduct conduct, Owner o) {
        o.state = w.state();
        o.folded = w.journal().size();
        o.signals = w.inbox();
        o.known = o.signals.size();
        o.phase = Phase.ACTIVE;
        conduct.post().submit(o, new Entry.Awake());
    }

    // ---- mailbox, inbox, lease

    private void mail() {
        if (owner.sent != null) {
            String what = "puts " + owner.sent.draft().point() + " to the store: "
                    + owner.sent.commit().events().getFirst().type();
            step(what, (w, c, o) -> c.post().execute(o));
            mishap(
                    Mishap.LOST_ANSWER,
                    what + " and is not told",
                    (w, c, o) -> c.post().executeUnheard(o));
        }
        if (world.inbox().size() > owner.known) {
            step("reads its inbox", (w, c, o) -> hear(w, c, o));
        }
    }

    private static void hear(World w, Conduct conduct, Owner o) {
        List<Signal> all = w.inbox();
        long before = o.known;
        o.signals = all;
        o.known = all.size();
        conduct.post().submit(o, new Entry.News(before));
        conduct.advance(o);
    }

    private void lease() {
        if (world.holds(owner)) {
            if (world.leaseExpired) {
                step("renews its lease late", (w, c, o) -> renew(w, c, o));
            }
        } else if (owner.mailboxIdle()) {
            step("learns that the run is lost", (w, c, o) -> c.post().lost(o));
        }
    }

    private static void renew(World w, Conduct conduct, Owner o) {
        var renewed = World.await(w.store.renew(List.of(o.lease), World.LEASE));
        w.leaseExpired = renewed.isEmpty();
        conduct.advance(o);
    }

    // ---- what is under way

    private void activity(int index) {
        Activity activity = owner.activities.get(index);
        String call = activity.call() + (activity.call().equals("model") ? "" : "#" + activity.attempt());
        switch (activity.stage()) {
            case ASKED -> {
                step("hears the model", (w, c, o) -> heard(c, o, index, false));
                mishap(Mishap.PROVIDER_DOWN, "hears that no model answers", (w, c, o) -> heard(c, o, index, true));
            }
            case ABOUT_TO_LOOK -> step("looks at its lease for " + call, (w, c, o) -> look(w, c, o, index));
            case ABOUT_TO_SEND -> {
                step("sends " + call, (w, c, o) -> send(w, c, o, index, Outcome.SUCCEEDED));
                mishap(
                        Mishap.REFUSAL,
                        "sends " + call + ": refused",
                        (w, c, o) -> send(w, c, o, index, Outcome.REFUSED));
                mishap(Mishap.RESET, "sends " + call + ": reset", (w, c, o) -> send(w, c, o, index, Outcome.RESET));
            }
            case LOOKING_UP -> step("looks " + call + " up", (w, c, o) -> lookUp(w, c, o, index));
        }
    }

    private static void heard(Conduct conduct, Owner o, int index, boolean down) {
        Activity asked = o.activities.remove(index);
        int step = o.state.step().orElseThrow().step();
        conduct.post().submit(o, down ? new Entry.Pause() : new Entry.Answer(step, asked.attempt()));
    }

    private static void look(World w, Conduct conduct, Owner o, int index) {
        Activity activity = o.activities.get(index);
        boolean may = conduct.mayStart(o) && !w.overdue.contains(World.intent(activity.call(), activity.attempt()));
        if (may || w.scenario.has(Flaw.NO_LOOK_BEFORE_SENDING)) {
            o.activities.set(index, activity.at(Stage.ABOUT_TO_SEND));
        } else {
            o.activities.remove(index);
            conduct.answered(o, activity.call(), Outcome.NOT_SENT);
        }
    }

    private static void send(World w, Conduct conduct, Owner o, int index, Outcome outcome) {
        Activity activity = o.activities.remove(index);
        if (outcome != Outcome.REFUSED) {
            Moves.arrive(w, activity.call(), activity.key(), activity.overtaken());
        }
        conduct.answered(o, activity.call(), outcome);
    }

    private static void lookUp(World w, Conduct conduct, Owner o, int index) {
        Activity activity = o.activities.remove(index);
        boolean applied = w.witness.of(w.ordinal(activity.call())).effects() > 0;
        if (!applied) {
            Moves.overtake(w, activity.key());
        }
        conduct.lookedUp(o, activity.call(), applied);
    }

    // ---- the end of a process; another begins in its place

    private void crash() {
        mishap(Mishap.CRASH, "crashes", (w, c, o) -> o.forget());
        boolean writing = owner.activities.stream().anyMatch(activity -> activity.stage() == Stage.ABOUT_TO_SEND);
        if (writing) {
            mishap(Mishap.CRASH, "crashes with its requests on their way", (w, c, o) -> {
                for (Activity activity : new ArrayList<>(o.activities)) {
                    if (activity.stage() == Stage.ABOUT_TO_SEND
                            && w.use(activity.call()).tool().idempotency() != Idempotency.TRANSACTIONAL) {
                        w.flights.add(new Flight(
                                activity.call(), activity.attempt(), activity.key(), false, activity.overtaken()));
                    }
                }
                o.forget();
            });
        }
    }
}

package io.sallyport.run.explorer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Scenario.Flaw;
import io.sallyport.run.explorer.Work.Activity;
import io.sallyport.run.explorer.Work.Draft;
import io.sallyport.run.explorer.Work.Entry;
import io.sallyport.run.explorer.Work.Flight;
import io.sallyport.run.explorer.Work.Outcome;
import io.sallyport.run.explorer.Work.Sent;
import io.sallyport.run.explorer.Work.Stage;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An owner's mailbox: one commit at a time, decided when its turn comes; and how a run is let go. */
final class Post {
    private final World world;
    private final Conduct conduct;
    private final Plans plans;

    Post(World world, Conduct conduct, Plans plans) {
        this.world = world;
        this.conduct = conduct;
        this.plans = plans;
    }

    void submit(Owner owner, Entry entry) {
        owner.queue.add(entry);
        next(owner);
    }

    private void next(Owner owner) {
        if (owner.sent != null || owner.queue.isEmpty() || !owner.active()) {
            return;
        }
        Entry entry = owner.queue.removeFirst();
        Optional<Draft> draft = plans.of(owner, entry);
        if (draft.isEmpty()) {
            left(owner, entry, false);
            next(owner);
            return;
        }
        owner.sent = new Sent(entry, draft.get(), Rows.commit(owner, draft.get(), world.now()));
    }

    /** The statement is executed and its author is told. */
    void execute(Owner owner) {
        Sent sent = owner.sent;
        if (sent == null) {
            return;
        }
        Commit commit = flawed(owner, sent.commit());
        CommitOutcome outcome;
        try {
            outcome = world.commit(commit, sent.draft());
        } catch (LedgerConflict taken) {
            refused(owner, sent.entry(), taken);
            return;
        }
        owner.sent = null;
        switch (outcome) {
            case CommitOutcome.Committed committed -> {
                mustBeThere(commit);
                committed(owner, sent, commit, committed);
            }
            case CommitOutcome.Signalled _ -> left(owner, sent.entry(), false);
            case CommitOutcome.Lost _ -> {
                owner.queue.addFirst(sent.entry());
                lost(owner);
            }
        }
        next(owner);
    }

    /** The statement is executed and nobody is told; it is sent again. */
    void executeUnheard(Owner owner) {
        Sent sent = owner.sent;
        if (sent != null) {
            try {
                var _ = world.commit(flawed(owner, sent.commit()), sent.draft());
            } catch (LedgerConflict unheard) {
                // it is told when it sends this again
            }
        }
    }

    /** The key is another call's: only a business is wanted by two. */
    private void refused(Owner owner, Entry entry, LedgerConflict taken) {
        if (!(entry instanceof Entry.Intend(String call, int attempt)) || !world.isBusiness(call)) {
            throw taken;
        }
        owner.sent = null;
        owner.refused.add(call);
        conduct.refused(owner, call, attempt);
        next(owner);
    }

    private Commit flawed(Owner owner, Commit commit) {
        RunRecord row = world.row();
        Commit sent = commit;
        if (world.scenario.has(Flaw.NO_FENCE)) {
            Lease lease = new Lease(World.RUN, owner.name(), row.leaseEpoch());
            sent = Rows.with(sent, lease, row.nextSeq(), sent.seenSignals());
        }
        return world.scenario.has(Flaw.NO_SIGNAL_COUNTER)
                ? Rows.with(sent, sent.lease(), sent.expectedSeq(), row.signals())
                : sent;
    }

    /** Whoever is told that something is durable finds it in the journal. */
    private void mustBeThere(Commit commit) {
        List<JournalEvent> journal = world.journal();
        int seq = (int) commit.expectedSeq();
        for (NewEvent event : commit.events()) {
            JournalEvent there = journal.get(seq - 1);
            if (!there.type().equals(event.type()) || !there.data().equals(event.data())) {
                world.broken("an owner was told of a commit that is not in the journal");
            }
            seq++;
        }
    }

    private void committed(Owner owner, Sent sent, Commit commit, CommitOutcome.Committed committed) {
        for (RunEvent event : sent.draft().events()) {
            owner.state = Fold.apply(owner.state, event, committed.at());
        }
        owner.nextSeq = commit.expectedSeq() + commit.events().size();
        owner.folded = owner.nextSeq - 1;
        if (sent.draft().ending() instanceof Ending.GoOn) {
            left(owner, sent.entry(), true);
        } else {
            leave(owner);
        }
    }

    private void left(Owner owner, Entry entry, boolean committed) {
        switch (entry) {
            case Entry.Awake(), Entry.News _ -> conduct.advance(owner);
            case Entry.Open() -> conduct.ended(owner, "open");
            case Entry.Reserve(int step, int attempt) -> reserved(owner, attempt, committed);
            case Entry.Answer _, Entry.Pause _ -> conduct.ended(owner, "model");
            case Entry.Decide _ -> conduct.ended(owner, "decide");
            case Entry.Intend(String call, int attempt) -> intended(owner, call, attempt, committed);
            case Entry.Done(String call, RunEvent _, Optional<Outcome> _) -> conduct.ended(owner, call);
            case Entry.Settle(String call) -> conduct.ended(owner, call);
            case Entry.End _, Entry.Sleep _ -> conduct.ended(owner, "end");
        }
    }

    private void reserved(Owner owner, int attempt, boolean committed) {
        if (committed && owner.underWay.contains("model")) {
            owner.activities.add(new Activity("model", attempt, "", Stage.ASKED, false));
        } else {
            conduct.ended(owner, "model");
        }
    }

    private void intended(Owner owner, String call, int attempt, boolean committed) {
        if (committed) {
            String key = plans.key(owner, call, attempt);
            owner.activities.add(new Activity(call, attempt, key, Stage.ABOUT_TO_LOOK, false));
        } else {
            conduct.ended(owner, call);
        }
    }

    // ---- letting go

    /** The run is somebody else's: what is on its way goes its way, and what tools have said is evidence. */
    void lost(Owner owner) {
        List<Entry.Done> outcomes = owner.queue.stream()
                .filter(Entry.Done.class::isInstance)
                .map(Entry.Done.class::cast)
                .filter(done -> done.known().isPresent())
                .toList();
        leave(owner);
        outcomes.forEach(done -> late(done.call(), done.known().orElseThrow()));
    }

    private void leave(Owner owner) {
        List<Activity> activities = new ArrayList<>(owner.activities);
        owner.forget();
        activities.stream()
                .filter(activity -> activity.stage() == Stage.ABOUT_TO_SEND)
                .forEach(activity -> world.flights.add(
                        new Flight(activity.call(), activity.attempt(), activity.key(), true, activity.overtaken())));
    }

    /** An outcome that comes when nobody can commit it any more. */
    void late(String call, Outcome outcome) {
        if (!conduct.tells(call, outcome)) {
            return;
        }
        if (world.scenario.has(Flaw.FORGETS_LATE_OUTCOMES)) {
            boolean open = World.await(world.store.openCalls(World.RUN)).stream()
                    .anyMatch(known -> known.id().equals(call));
            if (open) {
                world.broken("what a tool has said is forgotten");
            }
            return;
        }
        ObjectNode result = Json.object().put("ok", outcome == Outcome.SUCCEEDED);
        String word = outcome == Outcome.SUCCEEDED ? "applied" : "notApplied";
        var _ = World.await(world.store.evidence(call, word, Json.bytes(result)).replaceWith(true));
        ObjectNode data = Json.object().put("call", call).put("outcome", word);
        data.set("result", result);
        world.signal(Signal.Kind.RECONCILE, data, "evidence");
    }
}

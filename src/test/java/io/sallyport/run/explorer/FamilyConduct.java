package io.sallyport.run.explorer;

import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Kin;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.NewChild;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Family.Flaw;
import io.sallyport.run.explorer.FamilyOwner.Pending;
import io.sallyport.run.explorer.Work.Draft;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.ChildEnds;
import io.sallyport.run.machine.Effect;
import io.sallyport.run.machine.Endings;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.Inbox;
import io.sallyport.run.machine.Loan;
import io.sallyport.run.machine.Machine;
import io.sallyport.run.machine.Parentage;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an owner does next: what the machine says is outstanding, one commit after the other. */
record FamilyConduct(Family family, FamilyOwner owner) {
    static final Loan LOAN = new Loan(100, Loan.UNBOUNDED, 3, 3, 60_000, 1);
    private static final Duration LONG = Duration.ofDays(7);

    /** Decides what is to be committed; empty where nothing is to be done but wait for news. */
    Optional<Pending> plan() {
        return draft().map(draft -> new Pending(draft, commit(draft)));
    }

    private Optional<Draft> draft() {
        RunState state = owner.state;
        List<RunEvent> told = new ArrayList<>(Inbox.events(state, owner.signals));
        if (state.status().waiting()) {
            told.addFirst(new RunEvent.Resumed(state.status()));
        }
        if (!told.isEmpty()) {
            return Optional.of(Draft.of(CommitPoint.C4_DECISION, told));
        }
        Optional<RunEvent.Cancelled> cancelled = Inbox.cancelled(owner.signals);
        if (cancelled.isPresent()) {
            return Optional.of(end(cancelled.get(), RunStatus.CANCELLED));
        }
        return Machine.outstanding(state).stream().findFirst().map(this::draft);
    }

    private Draft draft(Effect effect) {
        return switch (effect) {
            case Effect.Open _ -> Draft.of(CommitPoint.C4_DECISION, Script.opening());
            case Effect.AskModel(int step, int attempt)
            when owner.asked -> Draft.of(CommitPoint.C3_ANSWER, answer(step, attempt - 1));
            case Effect.AskModel(int step, int attempt) ->
                Draft.of(CommitPoint.C2_RESERVE, Script.asked(step, attempt));
            case Effect.Decide(List<String> calls) ->
                Draft.of(
                        CommitPoint.C4_DECISION,
                        calls.stream()
                                .<RunEvent>map(call -> new RunEvent.ToolAllowed(call, "grant", Optional.empty()))
                                .toList());
            case Effect.CallTool(String call, int _) ->
                Draft.of(CommitPoint.C5_INTENT, new RunEvent.ChildStarted(call, child(call), "helper", LOAN));
            case Effect.Sleep(RunStatus status) ->
                Draft.of(CommitPoint.C4_DECISION, new RunEvent.Waiting(status, LONG.toMillis(), Json.object()))
                        .ending(new Ending.Wait(status, Optional.of(LONG)));
            case Effect.Complete _ -> end(new RunEvent.Completed(), RunStatus.COMPLETED);
            case Effect.Recover _, Effect.SettleUnknown _ ->
                throw new IllegalStateException("nothing is sent to tools");
        };
    }

    /** Another one for each owner, so that two are seen to be two. */
    private String child(String call) {
        return "child_" + call + "_by_" + owner.lease.epoch();
    }

    private List<RunEvent> answer(int step, int attempt) {
        boolean asks = owner.lease.run().equals(Family.PARENT);
        return Script.asking(asks ? family.children : 0, step, attempt, owner.lease.epoch());
    }

    private Draft end(RunEvent last, RunStatus status) {
        return Draft.of(CommitPoint.C7_END, Endings.events(owner.state, last)).ending(new Ending.End(status));
    }

    private Commit commit(Draft draft) {
        return new Commit(
                "commit_" + owner.lease.run() + owner.lease.epoch() + "_" + owner.nextSeq + "_" + owner.signals.size(),
                draft.point(),
                owner.lease,
                owner.nextSeq,
                owner.signals.size(),
                draft.ending(),
                draft.events().stream().map(RunEventJson::write).toList(),
                Totals.NONE,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                kin(draft));
    }

    private Kin kin(Draft draft) {
        if (draft.events().getFirst() instanceof RunEvent.ChildStarted begun
                && family.flaw != Flaw.CHILD_AFTER_INTENT) {
            RunEvent created = created(begun);
            return Kin.begins(new NewChild(
                    Family.order(begun.child(), "helper", "thread_" + begun.child(), created), begun.call()));
        }
        if (draft.ending() instanceof Ending.End(RunStatus how)
                && owner.state.parent().isPresent()) {
            RunState ended = owner.state;
            for (RunEvent event : draft.events()) {
                ended = Fold.apply(ended, event, family.store.now());
            }
            return Kin.tells(Json.bytes(ChildEnds.report(owner.lease.run(), how, ended, false)));
        }
        return Kin.NONE;
    }

    private RunEvent created(RunEvent.ChildStarted begun) {
        Parentage parent = new Parentage(owner.lease.run(), begun.call(), begun.loan(), false);
        return new RunEvent.Created(
                "helper",
                "rev",
                "thread_" + begun.child(),
                Script.INPUT,
                Json.object(),
                Optional.empty(),
                Optional.of(parent));
    }

    /** The statement is executed; its author is told, unless the answer is lost. */
    void execute(boolean heard) {
        Pending sent = owner.sent;
        if (sent == null) {
            return;
        }
        CommitOutcome outcome = World.await(family.store.commit(flawed(sent.commit())));
        if (!heard) {
            return;
        }
        owner.sent = null;
        switch (outcome) {
            case CommitOutcome.Committed committed -> committed(sent, committed);
            case CommitOutcome.Signalled _ -> {
                // it reads its inbox, and decides again
            }
            case CommitOutcome.Lost _ -> owner.forget();
        }
    }

    private void committed(Pending sent, CommitOutcome.Committed committed) {
        for (RunEvent event : sent.draft().events()) {
            owner.state = Fold.apply(owner.state, event, committed.at());
        }
        owner.nextSeq += sent.draft().events().size();
        owner.asked = sent.draft().point() == CommitPoint.C2_RESERVE;
        if (sent.draft().ending() instanceof Ending.End && family.flaw == Flaw.NO_ROUND) {
            family.pockets.add(owner.name() + " " + owner.lease.run());
        }
        if (!(sent.draft().ending() instanceof Ending.GoOn)) {
            owner.forget();
        }
    }

    private Commit flawed(Commit commit) {
        RunRecord row = family.store.run(commit.lease().run());
        return switch (family.flaw) {
            case NO_FENCE ->
                Rows.with(
                        commit,
                        new Lease(row.id(), commit.lease().owner(), row.leaseEpoch()),
                        row.nextSeq(),
                        commit.seenSignals());
            case NO_SIGNAL_COUNTER -> Rows.with(commit, commit.lease(), commit.expectedSeq(), row.signals());
            default -> commit;
        };
    }

    /** A call of the parent that waits, by the journal. */
    static boolean waits(CallView call) {
        return call.openChild().isPresent();
    }
}

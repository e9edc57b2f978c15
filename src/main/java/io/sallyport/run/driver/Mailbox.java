package io.sallyport.run.driver;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.checkpoint.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A run's commits, one at a time. What is to be committed is decided when its turn comes and not before, because the commit in front of it
 * may have changed the answer. Lives on the run's context.
 */
final class Mailbox {
    /** Between two tries to reach a store that does not answer. */
    private static final long RETRY_MILLIS = 200;

    private final Checkpoints checkpoints;
    private final Owner owner;
    private final Duration patience;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private boolean busy;

    /** What a mailbox needs of the run it belongs to. */
    interface Owner {
        /** Puts {@code draft} into words, perhaps beside the event loop, and hands it over on the run's context. */
        void compose(Draft draft, Consumer<Commit> then);

        /** It is durable; {@code draft} becomes part of the state. */
        void committed(Draft draft, CommitOutcome.Committed outcome);

        /** There are signals that have to be read first. */
        void signalled();

        /** The run belongs to somebody else. */
        void lost();

        /** Something is wrong with what is committed, and trying again would not help. */
        void broken(Throwable failure);

        /** The ledger has this call's key already. */
        void conflict(Draft draft, LedgerConflict conflict);

        /** Whether the lease may still stand, so that trying again makes sense. */
        boolean mayStillCommit();

        /**
         * Runs {@code then} later on the run's context, also where the run is not this owner's any more: whoever waits for a commit is told
         * how it went.
         */
        void again(long millis, Runnable then);

        void home(Runnable then);
    }

    /** How an entry left the mailbox. */
    enum Left {
        COMMITTED,
        /** When its turn came there was nothing to commit, or something else has to be decided first. */
        DROPPED,
        /** The run belongs to somebody else; nothing was committed. */
        LOST
    }

    private record Entry(Supplier<Optional<Draft>> plan, Consumer<Left> then) {}

    /** One commit on its way, and since when. */
    private record Sent(Commit commit, Draft draft, Entry entry, long atNanos) {}

    /** @param patience how long one commit is tried */
    Mailbox(Checkpoints checkpoints, Owner owner, Duration patience) {
        this.checkpoints = checkpoints;
        this.owner = owner;
        this.patience = patience;
    }

    /**
     * Commits what {@code plan} says when its turn comes.
     *
     * @param then told on the run's context
     */
    void submit(Supplier<Optional<Draft>> plan, Consumer<Left> then) {
        waiting.add(new Entry(plan, then));
        next();
    }

    boolean idle() {
        return !busy && waiting.isEmpty();
    }

    private void next() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        Entry entry = waiting.remove();
        Optional<Draft> draft = entry.plan().get();
        if (draft.isEmpty()) {
            entry.then().accept(Left.DROPPED);
            next();
            return;
        }
        busy = true;
        owner.compose(draft.get(), commit -> send(new Sent(commit, draft.get(), entry, System.nanoTime())));
    }

    private void send(Sent sent) {
        var _ = checkpoints
                .commit(sent.commit())
                .subscribe()
                .with(
                        outcome -> owner.home(() -> answered(outcome, sent.draft(), sent.entry())),
                        failure -> owner.home(() -> failed(failure, sent)));
    }

    private void answered(CommitOutcome outcome, Draft draft, Entry entry) {
        busy = false;
        switch (outcome) {
            case CommitOutcome.Committed committed -> {
                owner.committed(draft, committed);
                entry.then().accept(Left.COMMITTED);
                next();
            }
            case CommitOutcome.Signalled _ -> {
                owner.signalled();
                entry.then().accept(Left.DROPPED);
                next();
            }
            case CommitOutcome.Lost _ -> stop(entry);
        }
    }

    private void failed(Throwable failure, Sent sent) {
        switch (failure) {
            case LedgerConflict conflict -> {
                busy = false;
                owner.conflict(sent.draft(), conflict);
                sent.entry().then().accept(Left.DROPPED);
                next();
            }
            // The same commit again: its id tells the store whether it has it already.
            case StoreUnavailable _
            when owner.mayStillCommit() && isPatient(sent) -> owner.again(RETRY_MILLIS, () -> send(sent));
            case StoreUnavailable _ when !owner.mayStillCommit() -> stop(sent.entry());
            default -> {
                owner.broken(failure);
                abandon(sent.entry());
            }
        }
    }

    /** A store that answers others and not this commit will not answer it later either. */
    private boolean isPatient(Sent sent) {
        return System.nanoTime() - sent.atNanos() < patience.toNanos();
    }

    private void stop(Entry current) {
        owner.lost();
        abandon(current);
    }

    private void abandon(Entry current) {
        List<Entry> all = new ArrayList<>(waiting);
        all.addFirst(current);
        waiting.clear();
        all.forEach(entry -> entry.then().accept(Left.LOST));
    }
}

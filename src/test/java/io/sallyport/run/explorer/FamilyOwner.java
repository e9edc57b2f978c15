package io.sallyport.run.explorer;

import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.Signal;
import io.sallyport.run.explorer.Work.Draft;
import io.sallyport.run.machine.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who performs one run at a time: what it knows, and what it has sent and not heard of. */
final class FamilyOwner {
    final int index;
    Lease lease = new Lease("", "", 0);
    boolean loaded;
    RunState state = RunState.EMPTY;
    long nextSeq;
    List<Signal> signals = List.of();
    /** A model was asked, by this owner, and has not answered. */
    boolean asked;

    @Nullable
    Pending sent;

    /** A commit on its way. */
    record Pending(Draft draft, Commit commit) {}

    FamilyOwner(int index) {
        this.index = index;
    }

    String name() {
        return "replica-" + (char) ('a' + index);
    }

    boolean idle() {
        return lease.run().isEmpty();
    }

    void forget() {
        lease = new Lease("", "", 0);
        loaded = false;
        state = RunState.EMPTY;
        nextSeq = 0;
        signals = List.of();
        asked = false;
        sent = null;
    }

    FamilyOwner copy() {
        FamilyOwner copy = new FamilyOwner(index);
        copy.lease = lease;
        copy.loaded = loaded;
        copy.state = state;
        copy.nextSeq = nextSeq;
        copy.signals = signals;
        copy.asked = asked;
        copy.sent = sent;
        return copy;
    }

    String essence() {
        String pending = sent == null ? "" : sent.commit().id() + sent.commit().events();
        return idle()
                ? "idle"
                : lease.run() + lease.epoch() + loaded + nextSeq + "/" + signals.size() + asked + pending;
    }
}

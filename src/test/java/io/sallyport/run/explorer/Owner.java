package io.sallyport.run.explorer;

import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.Signal;
import io.sallyport.run.explorer.Work.Activity;
import io.sallyport.run.explorer.Work.Entry;
import io.sallyport.run.explorer.Work.Sent;
import io.sallyport.run.machine.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One replica, and what it knows and does about the run while it holds it. */
final class Owner {
    /** Where it is with the run. */
    enum Phase {
        /** It does not have the run. */
        IDLE,
        /** It has claimed it and has read nothing yet. */
        CLAIMED,
        ACTIVE
    }

    final int index;
    Phase phase = Phase.IDLE;
    Lease lease;
    RunState state = RunState.EMPTY;
    /** Events of the journal that {@link #state} is made of. */
    long folded;

    long nextSeq;
    List<Signal> signals = List.of();
    long known;
    final List<Entry> queue = new ArrayList<>();

    @Nullable
    Sent sent;

    final Set<String> underWay = new TreeSet<>();
    boolean ending;
    final List<Activity> activities = new ArrayList<>();
    final TreeMap<String, Integer> lookUps = new TreeMap<>();
    /** Calls whose key was another call's when they wanted it. */
    final Set<String> refused = new TreeSet<>();

    Owner(int index) {
        this.index = index;
        this.lease = new Lease("", name(), 0);
    }

    String name() {
        return "replica-" + (char) ('a' + index);
    }

    Owner copy() {
        Owner copy = new Owner(index);
        copy.phase = phase;
        copy.lease = lease;
        copy.state = state;
        copy.folded = folded;
        copy.nextSeq = nextSeq;
        copy.signals = signals;
        copy.known = known;
        copy.queue.addAll(queue);
        copy.sent = sent;
        copy.underWay.addAll(underWay);
        copy.ending = ending;
        copy.activities.addAll(activities);
        copy.lookUps.putAll(lookUps);
        copy.refused.addAll(refused);
        return copy;
    }

    boolean active() {
        return phase == Phase.ACTIVE;
    }

    boolean mailboxIdle() {
        return sent == null && queue.isEmpty();
    }

    /** All of it is forgotten, as when the process has ended or the run is somebody else's. */
    void forget() {
        phase = Phase.IDLE;
        lease = new Lease("", name(), 0);
        state = RunState.EMPTY;
        folded = 0;
        nextSeq = 0;
        signals = List.of();
        known = 0;
        queue.clear();
        sent = null;
        underWay.clear();
        ending = false;
        activities.clear();
        lookUps.clear();
        refused.clear();
    }

    /** Everything that makes a difference; the state itself follows from how much of the journal was read. */
    String essence() {
        if (phase == Phase.IDLE) {
            return "idle";
        }
        StringBuilder text = new StringBuilder(phase.name())
                .append(lease.epoch())
                .append('/')
                .append(folded)
                .append('/')
                .append(nextSeq)
                .append('/')
                .append(known)
                .append(ending ? "!" : "");
        queue.forEach(entry -> text.append('|').append(entry));
        if (sent != null) {
            text.append("|sent ").append(sent.commit().id()).append(sent.entry());
        }
        activities.forEach(activity -> text.append('|').append(activity));
        return text.append(underWay).append(lookUps).append(refused).toString();
    }
}

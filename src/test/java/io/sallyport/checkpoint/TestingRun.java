package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run's row with its journal and its inbox, as {@link TestingCheckpoints} keeps it. */
final class TestingRun {
    /** Whose child it is. */
    record KinRow(String root, @Nullable String parent, String call, int depth) {
        boolean isOf(String run) {
            return run.equals(parent);
        }

        boolean is(String run, String by) {
            return isOf(run) && call.equals(by);
        }
    }

    final NewRun order;
    final KinRow kin;
    final long threadPos;
    final Instant createdAt;
    RunStatus status = RunStatus.QUEUED;
    String commitId = "";
    long signalsSeen;
    /** {@link Instant#MAX}: only a signal wakes it. */
    Instant availableAt;

    @Nullable
    Instant waitUntil;

    @Nullable
    String leaseOwner;

    long leaseEpoch;
    Instant leaseUntil = Instant.MIN;
    Instant leasedAt = Instant.MIN;
    int expiries;
    String keptFor = "";
    Instant keptUntil = Instant.MIN;
    Totals totals = Totals.NONE;
    Instant updatedAt;

    @Nullable
    Instant endedAt;

    @Nullable
    Instant erasedAt;

    final List<JournalEvent> journal = new ArrayList<>();
    final List<Signal> inbox = new ArrayList<>();
    /** Who was the first to tell of a call, by kind and call. */
    final Map<String, String> told = new HashMap<>();

    private long signals;

    TestingRun(NewRun order, long threadPos, Instant now) {
        this(order, threadPos, new KinRow(order.id(), null, "", 0), now);
    }

    TestingRun(NewRun order, KinRow kin, Instant now) {
        this(order, 1, kin, now);
    }

    private TestingRun(NewRun order, long threadPos, KinRow kin, Instant now) {
        this.order = order;
        this.kin = kin;
        this.threadPos = threadPos;
        this.createdAt = now;
        this.availableAt = now;
        this.updatedAt = now;
        append(order.created(), now);
    }

    private TestingRun(TestingRun other) {
        this.order = other.order;
        this.kin = other.kin;
        this.threadPos = other.threadPos;
        this.createdAt = other.createdAt;
        this.availableAt = other.availableAt;
        this.updatedAt = other.updatedAt;
        this.status = other.status;
        this.commitId = other.commitId;
        this.signalsSeen = other.signalsSeen;
        this.waitUntil = other.waitUntil;
        this.leaseOwner = other.leaseOwner;
        this.leaseEpoch = other.leaseEpoch;
        this.leaseUntil = other.leaseUntil;
        this.leasedAt = other.leasedAt;
        this.expiries = other.expiries;
        this.keptFor = other.keptFor;
        this.keptUntil = other.keptUntil;
        this.totals = other.totals;
        this.endedAt = other.endedAt;
        this.erasedAt = other.erasedAt;
        this.signals = other.signals;
        this.journal.addAll(other.journal);
        this.inbox.addAll(other.inbox);
        this.told.putAll(other.told);
    }

    /** As the child has it that {@code call} begins. */
    KinRow child(String call) {
        return new KinRow(kin.root(), order.id(), call, kin.depth() + 1);
    }

    void mustBeginOne(NewChild child, Collection<TestingRun> all) {
        if (all.stream().anyMatch(run -> run.kin.is(order.id(), child.call()))) {
            throw new IllegalStateException("a call begins one run: " + child.call());
        }
    }

    TestingRun copy() {
        return new TestingRun(this);
    }

    boolean open() {
        return !status.terminal();
    }

    long nextSeq() {
        return journal.size() + 1L;
    }

    long signals() {
        return signals;
    }

    void append(NewEvent event, Instant at) {
        journal.add(new JournalEvent(nextSeq(), at, event.type(), event.data(), event.content(), false));
    }

    Signal raise(Signal.Kind kind, Bytes data, String actor, Instant now) {
        Signal signal = new Signal(++signals, kind, data, actor, now);
        inbox.add(signal);
        if (status != RunStatus.RUNNING) {
            status = RunStatus.QUEUED;
            availableAt = now;
            waitUntil = null;
        }
        updatedAt = now;
        return signal;
    }

    void lease(String owner, Duration lease, Instant now) {
        status = RunStatus.RUNNING;
        leaseOwner = owner;
        leaseEpoch++;
        leaseUntil = now.plus(lease);
        leasedAt = now;
        waitUntil = null;
        updatedAt = now;
    }

    void leave(RunStatus next, Instant available, Instant now) {
        status = next;
        leaseOwner = null;
        leaseUntil = Instant.MIN;
        availableAt = available;
        updatedAt = now;
    }

    void erase(Instant now) {
        erasedAt = erasedAt == null ? now : erasedAt;
        journal.replaceAll(event -> new JournalEvent(
                event.seq(), event.at(), event.type(), event.data(), null, event.erased() || event.content() != null));
        inbox.clear();
    }

    RunRecord record() {
        return new RunRecord(
                order.id(),
                order.tenant(),
                order.agent(),
                order.revision(),
                order.thread(),
                threadPos,
                order.client(),
                order.subject(),
                kin.root(),
                kin.parent(),
                0,
                kin.depth(),
                order.requestId(),
                order.traceparent(),
                status,
                nextSeq(),
                signals,
                totals,
                leaseOwner,
                leaseEpoch,
                expiries,
                waitUntil,
                createdAt,
                updatedAt,
                endedAt,
                erasedAt);
    }

    /** What a commit does to the run's own row. */
    void took(Commit commit, Instant now) {
        commitId = commit.id();
        totals = commit.totals();
        signalsSeen = commit.seenSignals();
        updatedAt = now;
        if (commit.point().progress() || !(commit.ending() instanceof Ending.GoOn)) {
            expiries = 0;
        }
        switch (commit.ending()) {
            case Ending.GoOn() -> {}
            case Ending.Wait(RunStatus to, Optional<Duration> wakeIn) -> {
                waitUntil = wakeIn.map(now::plus).orElse(null);
                leave(to, wakeIn.map(now::plus).orElse(Instant.MAX), now);
            }
            case Ending.End(RunStatus to) -> {
                leave(to, Instant.MAX, now);
                endedAt = now;
                totals = new Totals(
                        totals.wallMillis(),
                        totals.steps(),
                        totals.toolCalls(),
                        totals.tokens(),
                        0,
                        totals.costNano(),
                        0);
            }
        }
    }

    /** This run, unless somebody has told it the same already. */
    TestingRun first(NewSignal signal) {
        String by =
                signal.call() == null ? null : told.putIfAbsent(signal.kind() + " " + signal.call(), signal.actor());
        if (by != null) {
            throw new AlreadyTold(by);
        }
        return this;
    }
}

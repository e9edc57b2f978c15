package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The store in memory: the same rules as PostgreSQL's, by a clock that stands still unless it is told to move. It answers at once, on the
 * caller's thread. {@link #copy} forks the whole world, for whoever explores what could happen next.
 */
public final class TestingCheckpoints implements Checkpoints {
    private record Keyed(NewRun.CallerKey key, String run, Instant expires) {}

    private record Pending(ApprovalRow row, String run, Instant expires, Optional<Decided.Already> decided) {}

    private final Map<String, TestingRun> runs = new LinkedHashMap<>();
    private final TestingThreads threads = new TestingThreads();
    private final Map<String, Keyed> keys = new HashMap<>();
    private final Map<String, Bytes> revisions = new HashMap<>();
    private final Map<String, Pending> approvals = new HashMap<>();
    private final Map<List<String>, Bytes> values = new HashMap<>();
    private final TestingMail mail = new TestingMail();
    private TestingLedger ledger = new TestingLedger();
    private Instant now;
    private Instant up;
    private boolean down;
    private int answersToLose;

    public TestingCheckpoints(Instant now) {
        this.now = now;
        this.up = now.minusSeconds(3600);
    }

    /** Another world that is like this one, and goes its own way from here. */
    public synchronized TestingCheckpoints copy() {
        TestingCheckpoints copy = new TestingCheckpoints(now);
        runs.forEach((id, run) -> copy.runs.put(id, run.copy()));
        copy.threads.putAll(threads);
        copy.keys.putAll(keys);
        copy.revisions.putAll(revisions);
        copy.approvals.putAll(approvals);
        copy.values.putAll(values);
        copy.mail.putAll(mail);
        copy.ledger = ledger.copy();
        copy.up = up;
        copy.down = down;
        copy.answersToLose = answersToLose;
        return copy;
    }

    public synchronized Instant now() {
        return now;
    }

    /** Time passes: leases expire, timers fire. */
    public synchronized void elapse(Duration time) {
        now = now.plus(time);
    }

    /** The lease of {@code run} is over from now on, whoever has it. */
    public synchronized void expire(String run) {
        row(run).leaseUntil = now.minusNanos(1000);
    }

    /** The database has been down and is up again: leases from before expire without blame. */
    public synchronized void restarted() {
        up = now;
    }

    /** Nothing is reached until {@link #mend}. */
    public synchronized void breakDown() {
        down = true;
    }

    public synchronized void mend() {
        down = false;
    }

    /** The next {@code times} calls do what they should, and their callers never learn. */
    public synchronized void loseAnswers(int times) {
        answersToLose = times;
    }

    public synchronized List<JournalEvent> journal(String run) {
        return List.copyOf(row(run).journal);
    }

    public synchronized RunRecord run(String run) {
        return row(run).record();
    }

    public synchronized List<RunRecord> runs() {
        return runs.values().stream().map(TestingRun::record).toList();
    }

    public synchronized Optional<CallRow> call(String id) {
        return ledger.find(id).map(TestingLedger.Entry::row);
    }

    @Override
    public Uni<Accepted> accept(NewRun order) {
        return answer(() -> order.key()
                .flatMap(this::known)
                .orElseGet(() -> threads.refusal(order, id -> row(id).open()).orElseGet(() -> created(order))));
    }

    private Optional<Accepted> known(NewRun.CallerKey key) {
        return Optional.ofNullable(keys.get(key.scope() + "\n" + key.key()))
                .filter(keyed -> keyed.expires().isAfter(now))
                .map(keyed -> keyed.key().fingerprint().equals(key.fingerprint())
                        ? new Accepted.Replayed(run(keyed.run()))
                        : new Accepted.KeyReused());
    }

    private Accepted created(NewRun order) {
        revisions.putIfAbsent(order.revision(), order.revisionSpec());
        TestingRun run = new TestingRun(order, threads.take(order), now);
        runs.put(order.id(), run);
        order.key()
                .ifPresent(key -> keys.put(
                        key.scope() + "\n" + key.key(),
                        new Keyed(key, order.id(), now.plus(StoreUnderTest.KEYS_KEPT))));
        return new Accepted.Created(run.record());
    }

    @Override
    public Uni<List<Claimed>> claim(ClaimOrder order) {
        return answer(() -> {
            TestingClaim claim = new TestingClaim(runs.values(), order, now, up);
            return claim.picked().stream()
                    .map(run -> {
                        RunStatus before = run.status;
                        run.expiries += claim.counts(run) ? 1 : 0;
                        run.lease(order.owner(), order.lease(), now);
                        return new Claimed(
                                run.record(), new Lease(run.order.id(), order.owner(), run.leaseEpoch), before);
                    })
                    .toList();
        });
    }

    @Override
    public Uni<Boolean> keepRoom(String owner, Duration overdue) {
        return answer(() -> TestingClaim.overdue(runs.values(), now, overdue)
                .filter(run -> run.keptFor.equals(owner) || run.keptUntil.isBefore(now))
                .map(run -> {
                    run.keptFor = owner;
                    run.keptUntil = now.plus(ClaimOrder.ROOM_KEPT);
                    return true;
                })
                .orElse(false));
    }

    @Override
    public Uni<CommitOutcome> commit(Commit commit) {
        return answer(() -> {
            TestingRun run = runs.get(commit.lease().run());
            if (run != null && run.commitId.equals(commit.id())) {
                return new CommitOutcome.Committed(
                        run.journal.get((int) commit.expectedSeq() - 1).at(), commit.ending() instanceof Ending.End);
            }
            if (run == null || !owns(run, commit.lease()) || run.nextSeq() != commit.expectedSeq()) {
                return new CommitOutcome.Lost();
            }
            if (commit.mindsSignals() && run.signals() != commit.seenSignals()) {
                return new CommitOutcome.Signalled();
            }
            ledger.check(run.order.tenant(), commit.calls());
            commit.kin().begins().ifPresent(child -> run.mustBeginOne(child, runs.values()));
            return new CommitOutcome.Committed(now, write(run, commit));
        });
    }

    private static boolean owns(TestingRun run, Lease lease) {
        return run.status == RunStatus.RUNNING && run.leaseEpoch == lease.epoch();
    }

    /** Whether it has left word for others. */
    private boolean write(TestingRun run, Commit commit) {
        commit.events().forEach(event -> run.append(event, now));
        ledger.write(run, commit.calls(), now);
        commit.approvals()
                .forEach(row -> approvals.put(
                        row.id(), new Pending(row, run.order.id(), now.plus(row.expiresIn()), Optional.empty())));
        approvals.replaceAll(
                (id, pending) -> commit.expired().contains(pending.row().call())
                        ? new Pending(pending.row(), pending.run(), now, pending.decided())
                        : pending);
        commit.writes().forEach(write -> keep(run, write));
        commit.kin().begins().ifPresent(child -> begin(run, child));
        run.took(commit, now);
        if (commit.ending() instanceof Ending.End) {
            return mail.ended(run, commit.kin().report(), runs.values(), now);
        }
        return false;
    }

    private void begin(TestingRun parent, NewChild child) {
        NewRun order = child.run();
        var _ = threads.take(order);
        revisions.putIfAbsent(order.revision(), order.revisionSpec());
        runs.put(order.id(), new TestingRun(order, parent.child(child.call()), now));
    }

    private void keep(TestingRun run, KeyValueWrite write) {
        List<String> key = List.of(run.order.tenant(), write.space(), write.key());
        if (write.value() == null) {
            values.remove(key);
        } else {
            values.put(key, write.value());
        }
    }

    @Override
    public Uni<List<Renewal>> renew(Collection<Lease> leases, Duration lease) {
        return answer(() -> leases.stream()
                .filter(held -> runs.containsKey(held.run()) && owns(row(held.run()), held))
                .map(held -> {
                    TestingRun run = row(held.run());
                    run.leaseUntil = now.plus(lease);
                    run.leasedAt = now;
                    return new Renewal(held, run.signals());
                })
                .toList());
    }

    @Override
    public Uni<Void> release(Collection<Lease> leases) {
        return answer(() -> {
                    leases.stream()
                            .filter(held -> runs.containsKey(held.run()) && owns(row(held.run()), held))
                            .forEach(held -> row(held.run()).leave(RunStatus.QUEUED, now, now));
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<List<JournalEvent>> events(String run, long after, int most) {
        return answer(() -> found(run).stream()
                .flatMap(row -> row.journal.stream())
                .filter(event -> event.seq() > after)
                .limit(most)
                .toList());
    }

    @Override
    public Uni<List<Signal>> signals(String run, long after) {
        return answer(() -> found(run).stream()
                .flatMap(row -> row.inbox.stream())
                .filter(signal -> signal.n() > after)
                .toList());
    }

    @Override
    public Uni<Optional<Signal>> signal(NewSignal signal) {
        return answer(() -> found(signal.run())
                .filter(TestingRun::open)
                .map(run -> run.first(signal).raise(signal.kind(), signal.data(), signal.actor(), now)));
    }

    @Override
    public Uni<Decided> decide(Decision decision) {
        return answer(() -> {
            Pending pending = approvals.get(decision.approval());
            if (pending == null || !pending.run().equals(decision.run())) {
                return new Decided.NotFound();
            }
            if (pending.decided().isPresent()) {
                return pending.decided().get();
            }
            TestingRun run = row(decision.run());
            if (!run.open() || !pending.expires().isAfter(now)) {
                return new Decided.Expired();
            }
            if (!pending.row().argsHash().equals(decision.argsHash())) {
                return new Decided.ArgumentsDiffer();
            }
            Decided.Already already = new Decided.Already(decision.actor(), decision.verdict());
            approvals.put(
                    decision.approval(),
                    new Pending(pending.row(), pending.run(), pending.expires(), Optional.of(already)));
            return new Decided.Now(run.raise(Signal.Kind.APPROVAL, decision.data(), decision.actor(), now));
        });
    }

    @Override
    public Uni<List<Mail>> outbox(String sender) {
        return answer(() -> mail.from(sender));
    }

    @Override
    public Uni<List<Mail>> lateMail(Duration age, int most) {
        return answer(() -> mail.late(now.minus(age), most));
    }

    @Override
    public Uni<Mail.Delivery> deliver(Mail letter) {
        return answer(() -> mail.take(letter)
                .flatMap(taken -> found(letter.run())
                        .filter(TestingRun::open)
                        .map(run -> TestingMail.raise(run, letter, taken, now)))
                .orElse(Mail.Delivery.NOWHERE));
    }

    @Override
    public Uni<List<OpenCall>> openCalls(String run) {
        return answer(() -> ledger.open(run, now));
    }

    @Override
    public Uni<Optional<KeyHolder>> holder(String tenant, String tool, String key) {
        return answer(() -> ledger.holder(tenant, tool, key));
    }

    @Override
    public Uni<Optional<RunRecord>> find(String run) {
        return answer(() -> found(run).map(TestingRun::record));
    }

    @Override
    public Uni<Bytes> revision(String digest) {
        return answer(() -> Optional.ofNullable(revisions.get(digest))
                .orElseThrow(() -> new NoSuchElementException("no revision " + digest)));
    }

    @Override
    public Uni<List<RunRecord>> earlier(String thread, long threadPos) {
        return answer(() -> runs.values().stream()
                .filter(run -> run.order.thread().equals(thread) && run.threadPos < threadPos && !run.open())
                .sorted(Comparator.comparingLong(run -> run.threadPos))
                .map(TestingRun::record)
                .toList());
    }

    @Override
    public Uni<Void> evidence(String call, String outcome, Bytes result) {
        return answer(() -> {
                    ledger.evidence(call, outcome, result);
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Erasure> erase(String run) {
        return answer(() -> {
            Optional<TestingRun> row = found(run);
            if (row.isEmpty()) {
                return Erasure.NO_SUCH_RUN;
            }
            if (row.get().open()) {
                return Erasure.NOT_ENDED;
            }
            row.get().erase(now);
            ledger.erase(run);
            return Erasure.ERASED;
        });
    }

    @Override
    public Uni<Optional<Bytes>> keyValue(String tenant, String space, String key) {
        return answer(() -> Optional.ofNullable(values.get(List.of(tenant, space, key))));
    }

    private Optional<TestingRun> found(String run) {
        return Optional.ofNullable(runs.get(run));
    }

    private TestingRun row(String run) {
        return found(run).orElseThrow(() -> new NoSuchElementException("no run " + run));
    }

    private <T> Uni<T> answer(Supplier<T> work) {
        return Uni.createFrom().item(() -> answered(work));
    }

    private synchronized <T> T answered(Supplier<T> work) {
        if (down) {
            throw new StoreUnavailable("the store is down", new IllegalStateException("told to be"));
        }
        T result = work.get();
        if (answersToLose > 0) {
            answersToLose--;
            throw new StoreUnavailable("the answer was lost", new IllegalStateException("told to be"));
        }
        return result;
    }
}

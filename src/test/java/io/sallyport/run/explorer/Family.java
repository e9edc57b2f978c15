package io.sallyport.run.explorer;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.TestingCheckpoints;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One moment of a run that asks other runs, of these, and of those who perform them. */
final class Family {
    static final String PARENT = "run_1";
    static final Duration LEASE = Duration.ofSeconds(15);

    /** Parts of the protocol that can be left out. */
    enum Flaw {
        NONE,
        /** The child is accepted by a statement of its own, after the commit that says so. */
        CHILD_AFTER_INTENT,
        /** A run is put to sleep whatever is in the inbox. */
        NO_SIGNAL_COUNTER,
        /** A commit does not look at the epoch, nor at who has come since. */
        NO_FENCE,
        /** What a child's end has for its parent is carried by who ended the child, and by nobody else. */
        NO_ROUND
    }

    final int children;
    final Flaw flaw;
    final TestingCheckpoints store;
    final List<FamilyOwner> owners = new ArrayList<>();
    final Set<String> expired = new TreeSet<>();
    /** Mail that only its sender's process knows of. */
    final Set<String> pockets = new TreeSet<>();

    Budget budget;
    Optional<String> broken = Optional.empty();

    private Family(int children, Flaw flaw, TestingCheckpoints store, Budget budget) {
        this.children = children;
        this.flaw = flaw;
        this.store = store;
        this.budget = budget;
    }

    static Family begin(int children, Flaw flaw, Mishap... mishaps) {
        TestingCheckpoints store = new TestingCheckpoints(Instant.parse("2026-05-01T10:00:00Z"));
        RunEvent created = new RunEvent.Created("lead", "rev", "thread_1", Script.INPUT, Json.object());
        var _ = World.await(store.accept(order(PARENT, "lead", "thread_1", created)));
        Family family = new Family(children, flaw, store, Budget.none().one(mishaps));
        family.owners.add(new FamilyOwner(0));
        family.owners.add(new FamilyOwner(1));
        return family;
    }

    static NewRun order(String run, String agent, String thread, RunEvent created) {
        return new NewRun(
                run,
                World.TENANT,
                agent,
                "rev",
                Bytes.of("{}"),
                thread,
                NewRun.Busy.ENQUEUE,
                "web-chat",
                null,
                "request_1",
                null,
                Sha256.of("body"),
                RunEventJson.write(created),
                Optional.empty());
    }

    Family copy() {
        Family copy = new Family(children, flaw, store.copy(), budget);
        owners.forEach(owner -> copy.owners.add(owner.copy()));
        copy.expired.addAll(expired);
        copy.pockets.addAll(pockets);
        copy.broken = broken;
        return copy;
    }

    RunState state(String run) {
        return Fold.all(store.journal(run));
    }

    List<Signal> inbox(String run) {
        return World.await(store.signals(run, 0));
    }

    List<Mail> mail() {
        return World.await(store.lateMail(Duration.ofDays(-1), 100));
    }

    List<RunRecord> childRuns() {
        return store.runs().stream().filter(run -> run.parentRun() != null).toList();
    }

    boolean ended() {
        return store.runs().stream().allMatch(run -> run.status().terminal());
    }

    /** Equal for worlds in which the same can happen from here on; owners have no names in it. */
    String essence() {
        StringBuilder text = new StringBuilder();
        for (RunRecord run : store.runs()) {
            text.append(run.id()).append(run.status()).append(run.leaseEpoch());
            for (JournalEvent event : store.journal(run.id())) {
                text.append(event.type()).append(event.data().text());
            }
            inbox(run.id())
                    .forEach(signal ->
                            text.append(signal.kind()).append(signal.data().text()));
        }
        text.append(mail()).append(expired).append(pockets).append(budget).append(broken);
        owners.stream()
                .map(FamilyOwner::essence)
                .sorted()
                .forEach(essence -> text.append('\n').append(essence));
        return text.toString();
    }
}

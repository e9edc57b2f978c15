package io.sallyport.run.explorer;

import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Bytes;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Family.Flaw;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Everything that can happen next, one atom each. */
final class FamilyMoves {
    private final Family family;
    private final List<FamilyMove> moves = new ArrayList<>();

    /** One atom, and what of the budget it costs. */
    record FamilyMove(String name, Optional<Mishap> mishap, Consumer<Family> change) {
        Family from(Family before) {
            Family next = before.copy();
            mishap.ifPresent(one -> next.budget = next.budget.without(one));
            try {
                change.accept(next);
            } catch (IllegalStateException | NoSuchElementException | LedgerConflict impossible) {
                next.broken = Optional.of("an owner comes upon something that cannot be: " + impossible.getMessage());
            }
            return next;
        }
    }

    private FamilyMoves(Family family) {
        this.family = family;
    }

    static List<FamilyMove> of(Family family) {
        FamilyMoves all = new FamilyMoves(family);
        family.owners.forEach(all::owner);
        family.store.runs().forEach(all::lease);
        family.mail().forEach(all::mail);
        all.person();
        return all.moves.stream()
                .filter(move -> move.mishap().map(family.budget::allows).orElse(true))
                .toList();
    }

    private void add(String name, Consumer<Family> change) {
        moves.add(new FamilyMove(name, Optional.empty(), change));
    }

    private void mishap(Mishap mishap, String name, Consumer<Family> change) {
        moves.add(new FamilyMove(name, Optional.of(mishap), change));
    }

    private static Consumer<Family> on(FamilyOwner owner, BiConsumer<Family, FamilyOwner> change) {
        return world -> change.accept(world, world.owners.get(owner.index));
    }

    // ---- owners

    private void owner(FamilyOwner owner) {
        if (owner.idle()) {
            if (family.pockets.stream().anyMatch(pocket -> pocket.startsWith(owner.name()))) {
                mishap(Mishap.CRASH, owner.name() + " dies", on(owner, FamilyMoves::die));
            }
            if (family.store.runs().stream().anyMatch(this::isFree)) {
                add(owner.name() + " claims", on(owner, FamilyMoves::claim));
            }
            return;
        }
        String who = owner.name() + " with " + owner.lease.run();
        mishap(Mishap.CRASH, who + " dies", on(owner, FamilyMoves::die));
        if (!owner.loaded) {
            add(who + " reads journal and inbox", on(owner, FamilyMoves::load));
            return;
        }
        if (family.inbox(owner.lease.run()).size() > owner.signals.size()) {
            add(who + " reads its inbox", on(owner, (world, o) -> o.signals = world.inbox(o.lease.run())));
        }
        if (owner.sent != null) {
            String what =
                    who + " puts " + owner.sent.commit().events().getFirst().type() + " to the store";
            add(what, on(owner, (world, o) -> new FamilyConduct(world, o).execute(true)));
            mishap(
                    Mishap.LOST_ANSWER,
                    what + " and is not told",
                    on(owner, (world, o) -> new FamilyConduct(world, o).execute(false)));
        } else if (family.expired.contains(owner.lease.run()) || !holds(owner)) {
            add(who + " looks at its lease", on(owner, FamilyMoves::look));
        } else {
            add(
                    who + " goes on",
                    on(
                            owner,
                            (world, o) ->
                                    o.sent = new FamilyConduct(world, o).plan().orElse(null)));
        }
    }

    private boolean holds(FamilyOwner owner) {
        RunRecord row = family.store.run(owner.lease.run());
        return row.status() == RunStatus.RUNNING && row.leaseEpoch() == owner.lease.epoch();
    }

    private boolean isFree(RunRecord run) {
        return run.status() == RunStatus.QUEUED
                || run.status() == RunStatus.RUNNING && family.expired.contains(run.id());
    }

    private static void claim(Family world, FamilyOwner owner) {
        List<Claimed> claimed =
                World.await(world.store.claim(new ClaimOrder(owner.name(), 1, Family.LEASE, Duration.ZERO, true)));
        if (claimed.isEmpty()) {
            world.broken = Optional.of("a run that can go on is not given to who asks for it");
            return;
        }
        owner.lease = claimed.getFirst().lease();
        world.expired.remove(owner.lease.run());
    }

    private static void load(Family world, FamilyOwner owner) {
        owner.state = world.state(owner.lease.run());
        owner.nextSeq = world.store.run(owner.lease.run()).nextSeq();
        owner.signals = world.inbox(owner.lease.run());
        owner.loaded = true;
    }

    /** Who has renewed a lease in time has lost nothing; who was late finds out. */
    private static void look(Family world, FamilyOwner owner) {
        var renewed = World.await(world.store.renew(List.of(owner.lease), Family.LEASE));
        if (renewed.isEmpty()) {
            owner.forget();
        } else {
            world.expired.remove(owner.lease.run());
        }
    }

    private static void die(Family world, FamilyOwner owner) {
        world.pockets.removeIf(pocket -> pocket.startsWith(owner.name()));
        owner.forget();
    }

    // ---- time, post, people

    private void lease(RunRecord run) {
        if (run.status() != RunStatus.RUNNING || family.expired.contains(run.id())) {
            return;
        }
        String name = "the lease of " + run.id() + " expires";
        if (family.owners.stream().anyMatch(owner -> owner.lease.run().equals(run.id()) && holds(owner))) {
            mishap(Mishap.FREEZE, name + " under its owner", world -> expire(world, run.id()));
        } else {
            add(name, world -> expire(world, run.id()));
        }
    }

    private static void expire(Family world, String run) {
        world.expired.add(run);
        world.store.expire(run);
    }

    private void mail(Mail mail) {
        boolean carried = family.flaw != Flaw.NO_ROUND || !family.pockets.isEmpty();
        if (carried) {
            add(mail.kind() + " is carried to " + mail.run(), world -> {
                var _ = World.await(world.store.deliver(mail).replaceWith(true));
            });
        }
    }

    private void person() {
        RunRecord parent = family.store.run(Family.PARENT);
        if (!parent.status().terminal()) {
            mishap(Mishap.CANCEL, "alice cancels", world -> {
                var _ = World.await(world.store.signal(new NewSignal(
                        Family.PARENT, Signal.Kind.CANCEL, Bytes.of("{\"reason\":\"enough\"}"), "alice")));
            });
        }
    }

    /** What is so in every moment. */
    static Optional<String> brokenRule(Family now) {
        RunState parent = now.state(Family.PARENT);
        return now.broken
                .or(() -> FamilyRules.oneForEachCall(now, parent))
                .or(() -> FamilyRules.isToldOfEnds(now, parent))
                .or(() -> FamilyRules.isStopped(now))
                .or(() -> FamilyRules.asleep(now))
                .or(() -> FamilyRules.money(now, parent));
    }
}

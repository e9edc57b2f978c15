package io.sallyport.limit;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Budgets in memory: what is reserved stays so until it is settled or released. */
public final class TestingBudgets implements Budgets {
    /** Names of reservations, in the order in which they were asked for, refused ones included. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public final List<List<Hold>> holds = new CopyOnWriteArrayList<>();
    public final List<String> released = new CopyOnWriteArrayList<>();
    private final Map<String, List<Hold>> open = new HashMap<>();
    private final Map<Account, Long> settled = new HashMap<>();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<Void> gate;

    /** Answers when {@code later} says so. */
    public TestingBudgets waitingFor(CompletableFuture<Void> later) {
        gate = later;
        return this;
    }

    /** Does not answer any more. */
    public TestingBudgets goneAway() {
        away.set(true);
        return this;
    }

    @Override
    public Uni<Reserved> reserve(String reservation, List<Hold> wanted, Instant until) {
        asked.add(reservation);
        holds.add(wanted);
        if (away.get()) {
            return Uni.createFrom().failure(new IllegalStateException("gone"));
        }
        CompletableFuture<Void> wait = gate;
        Uni<Reserved> answer = Uni.createFrom().item(() -> decide(reservation, wanted));
        return wait == null ? answer : Uni.createFrom().completionStage(wait).chain(done -> answer);
    }

    private synchronized Reserved decide(String reservation, List<Hold> wanted) {
        for (Hold hold : wanted) {
            Standing standing = standing(hold.account());
            long left = hold.account().limit().limit().amount() - standing.used() - hold.amount();
            if (left < standing.reserved()) {
                return new Reserved.Exhausted(standing, left >= 0);
            }
        }
        open.put(reservation, wanted);
        return new Reserved.Held();
    }

    /** Somebody else holds all of {@code account} that is left. */
    public synchronized void takenBySomebody(String reservation, Account account, long amount) {
        open.put(reservation, List.of(new Hold(account, amount)));
    }

    private synchronized Standing standing(Account account) {
        long reserved = open.values().stream()
                .flatMap(List::stream)
                .filter(hold -> hold.account().equals(account))
                .mapToLong(Hold::amount)
                .sum();
        return new Standing(account, settled.getOrDefault(account, 0L), reserved, 0);
    }

    /** What a ledger does to budgets. */
    public synchronized void settled(@Nullable String reservation, Map<Account, Long> actual) {
        if (reservation != null && open.remove(reservation) == null) {
            throw new AssertionError(reservation + " is settled, and nobody holds it");
        }
        actual.forEach((account, amount) -> settled.merge(account, amount, Long::sum));
    }

    @Override
    public synchronized Uni<Void> release(String reservation) {
        released.add(reservation);
        open.remove(reservation);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<Standing>> standing(List<Account> accounts) {
        return Uni.createFrom().item(() -> accounts.stream().map(this::standing).toList());
    }

    /** Reservations that nobody has settled or released. */
    public synchronized int held() {
        return open.size();
    }

    /** All that was settled. */
    public synchronized long used() {
        return settled.values().stream().mapToLong(Long::longValue).sum();
    }
}

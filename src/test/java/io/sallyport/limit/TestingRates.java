package io.sallyport.limit;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Rates that allow everything unless told otherwise, and keep what they were asked. */
public final class TestingRates implements Rates {
    /** What was taken, and what was given back of it. */
    public final List<Took> takes = new CopyOnWriteArrayList<>();

    public final List<Gave> settles = new CopyOnWriteArrayList<>();
    private volatile @Nullable Taken answer;
    private volatile @Nullable CompletableFuture<Taken> held;

    /** One {@link Rates#take}. */
    public record Took(String holder, List<Want> wants, Duration lease) {}

    /** One {@link Rates#settle}. */
    public record Gave(String holder, List<Settled> settled) {}

    /** Refuses by the first limit from now on. */
    public TestingRates refusing(AppliedLimit limit, Duration retryAfter) {
        answer = new Taken.Refused(new Level(limit, 0, retryAfter), retryAfter, false);
        return this;
    }

    /** Answers the next requests when {@code later} says so. */
    public TestingRates answering(CompletableFuture<Taken> later) {
        held = later;
        return this;
    }

    /** Lets everything pass again. */
    public void passing() {
        answer = null;
    }

    @Override
    public Uni<Taken> take(String holder, List<Want> wants, Duration lease) {
        takes.add(new Took(holder, wants, lease));
        CompletableFuture<Taken> later = held;
        if (later != null) {
            return Uni.createFrom().completionStage(later);
        }
        Taken told = answer;
        return Uni.createFrom().item(told != null ? told : passed(wants));
    }

    /** What comes of {@code wants} where all is well. */
    public static Taken passed(List<Want> wants) {
        return new Taken.Passed(wants.stream()
                .map(want ->
                        new Level(want.limit(), want.limit().limit().amount() - want.amount(), Duration.ofSeconds(30)))
                .toList());
    }

    @Override
    public void settle(String holder, List<Settled> settled) {
        settles.add(new Gave(holder, settled));
    }
}

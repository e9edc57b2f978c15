package io.sallyport.tool.door;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How one request waits for a call that somebody else performs: more and more patiently, and not for ever. */
final class Waits {
    private static final long FIRST_MILLIS = 40;
    private static final long LONGEST_MILLIS = 400;
    /** Requests of this replica that may wait at once. */
    private static final int MOST = 2000;

    private final AtomicInteger waiting;
    private final long startedAt = System.nanoTime();
    private long pause = FIRST_MILLIS;

    /**
     * @param waiting how many wait, all requests together
     */
    Waits(AtomicInteger waiting) {
        this.waiting = waiting;
    }

    /** {@code next} after a while; empty where this request has waited for {@code most}, or too many others do. */
    <T> Optional<Uni<T>> before(Duration most, Supplier<Uni<T>> next) {
        if (System.nanoTime() - startedAt > most.toNanos() || waiting.get() >= MOST) {
            return Optional.empty();
        }
        waiting.incrementAndGet();
        Duration now = Duration.ofMillis(pause);
        pause = Math.min(LONGEST_MILLIS, pause * 2);
        return Optional.of(Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(now)
                .onTermination()
                .invoke(waiting::decrementAndGet)
                .flatMap(waited -> next.get()));
    }
}

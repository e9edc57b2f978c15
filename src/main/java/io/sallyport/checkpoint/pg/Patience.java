package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** For how long one write is tried again, with growing pauses. */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final long end;
    private Duration pause = FIRST;
    private @Nullable Throwable last;

    Patience(Duration limit) {
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Whether something went wrong so that what a statement did is not known. */
    boolean uncertain() {
        return last != null;
    }

    void note(Throwable failure) {
        last = failure;
    }

    /** For how long an answer is waited for: {@code most}, or what is left if that is less. */
    Duration limit(Duration most) {
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        return left.compareTo(most) < 0 ? left : most;
    }

    /** Completes when it is time to try again; fails with {@link StoreUnavailable} when there is no time left for that. */
    Uni<Void> pause() {
        if (System.nanoTime() + pause.toNanos() >= end) {
            return Uni.createFrom().failure(() -> Failures.unavailable(reason()));
        }
        Duration now = pause;
        pause = now.multipliedBy(2).compareTo(LONGEST) < 0 ? now.multipliedBy(2) : LONGEST;
        return Uni.createFrom().voidItem().onItem().delayIt().by(now);
    }

    private Throwable reason() {
        return last == null ? new TimeoutException("tried for too long") : last;
    }
}

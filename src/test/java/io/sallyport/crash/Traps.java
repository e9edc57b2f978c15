package io.sallyport.crash;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints.Side;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for a replica to come to a certain instant, and holds it there. */
final class Traps {
    private final AtomicReference<Trap> armed = new AtomicReference<>(Trap.NONE);

    /** Says whether a replica that has come to the instant, with this run, is one to hold. */
    @FunctionalInterface
    interface Fits {
        boolean test(int replica, String run);
    }

    /** A replica, held. It goes on when {@link #go} is called. */
    record Caught(int replica, String run, CompletableFuture<Boolean> released) {
        void go() {
            released.complete(true);
        }
    }

    /** What is waited for. */
    private record Trap(Side side, CrashPoint point, Fits fits, CompletableFuture<Caught> caught) {
        static final Trap NONE =
                new Trap(Side.BEFORE, CrashPoint.C0_ACCEPT, (replica, run) -> false, new CompletableFuture<>());

        boolean isAt(Side reached, CrashPoint where) {
            return side == reached && point == where && !caught.isDone();
        }
    }

    /** Holds the first replica that comes there and fits; empty where none does in time. */
    Optional<Caught> await(Side side, CrashPoint point, Fits fits, Duration limit) {
        Trap trap = new Trap(side, point, fits, new CompletableFuture<>());
        armed.set(trap);
        try {
            return Optional.of(trap.caught().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException nobody) {
            armed.compareAndSet(trap, Trap.NONE);
            // It may have been sprung just now: then nobody waits for it, and nobody is to be held.
            trap.caught().thenAccept(Caught::go);
            trap.caught().cancel(false);
            return Optional.empty();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called by a replica that has come somewhere; returns when it may go on. */
    void reached(int replica, Side side, CrashPoint point, String run) {
        Trap trap = armed.get();
        if (!trap.isAt(side, point) || !trap.fits().test(replica, run)) {
            return;
        }
        Caught caught = new Caught(replica, run, new CompletableFuture<>());
        if (trap.caught().complete(caught)) {
            armed.compareAndSet(trap, Trap.NONE);
            caught.released().join();
        }
    }
}

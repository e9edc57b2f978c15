package io.sallyport.run.stream;

import io.sallyport.checkpoint.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks the store only so many things at once; the others wait for their turn, in order. So a crowd of readers leaves the store's connections
 * to those who write and to the renewal of leases, which would have to stand in line behind the crowd otherwise.
 */
public final class FewAtOnce {
    /** A store that answers later than this is as good as gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int mostAtOnce;
    private final int mostWaiting;
    private final Duration patience;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * @param mostAtOnce  questions under way
     * @param mostWaiting others that may wait; whoever comes then is refused
     */
    public FewAtOnce(int mostAtOnce, int mostWaiting) {
        this(mostAtOnce, mostWaiting, PATIENCE);
    }

    FewAtOnce(int mostAtOnce, int mostWaiting, Duration patience) {
        this.mostAtOnce = mostAtOnce;
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /** Asks when the turn has come. Fails with {@link StoreUnavailable} where too many wait, or where the turn comes after five seconds only. */
    public <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return Uni.createFrom().emitter(emitter -> {
            long since = System.nanoTime();
            submit(() -> begin(question, since, emitter), emitter);
        });
    }

    private <T> void begin(Supplier<Uni<T>> question, long since, UniEmitter<? super T> emitter) {
        if (System.nanoTime() - since > patience.toNanos()) {
            next();
            emitter.fail(crowded());
            return;
        }
        var _ = Uni.createFrom()
                .deferred(question::get)
                .ifNoItem()
                .after(patience)
                .failWith(this::crowded)
                .subscribe()
                .with(
                        answer -> {
                            next();
                            emitter.complete(answer);
                        },
                        failure -> {
                            next();
                            emitter.fail(failure);
                        });
    }

    private void submit(Runnable turn, UniEmitter<?> emitter) {
        boolean full = false;
        synchronized (this) {
            if (underWay == mostAtOnce) {
                full = waiting.size() == mostWaiting;
                if (!full) {
                    var _ = waiting.add(turn);
                    return;
                }
            } else {
                underWay++;
            }
        }
        if (full) {
            emitter.fail(crowded());
        } else {
            turn.run();
        }
    }

    private void next() {
        Runnable following;
        synchronized (this) {
            following = waiting.poll();
            if (following == null) {
                underWay--;
            }
        }
        if (following != null) {
            following.run();
        }
    }

    private StoreUnavailable crowded() {
        return new StoreUnavailable(
                "The database is too slow for all who want to read.",
                new TimeoutException("no answer within " + patience));
    }
}

package io.sallyport.usage.pg;

import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageObserver;
import io.sallyport.usage.UsageObserver.Dropped;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Carries the backlog to the store, one batch at a time: a full one at once, what is less after a moment in which more may come. A batch that did
 * not get through goes again as it is; entries are known by their ids, so it does not matter whether it did get through. All state is touched on
 * one context only.
 */
final class Pump {
    private static final Logger LOG = Logger.getLogger(Pump.class);
    static final int BATCH = 500;
    private static final long LINGER_MILLIS = 100;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Context context;
    private final Backlog backlog;
    private final Function<List<UsageEntry>, Uni<Integer>> store;
    private final UsageObserver observer;

    /** Parts of a batch that the store did not take as a whole. */
    private final Deque<List<UsageEntry>> parts = new ArrayDeque<>();

    private final List<Waiter> waiters = new ArrayList<>();
    private boolean busy;
    private long timer = NO_TIMER;
    private long done;

    private record Waiter(long mark, UniEmitter<? super Void> emitter) {}

    Pump(Vertx vertx, Backlog backlog, Function<List<UsageEntry>, Uni<Integer>> store, UsageObserver observer) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.backlog = backlog;
        this.store = store;
        this.observer = observer;
    }

    /** One was added, and now there are {@code size}. From any thread; nearly always costs nothing. */
    void added(int size) {
        if (size == 1) {
            context.runOnContext(called -> soon());
        } else if (size == BATCH) {
            context.runOnContext(called -> now());
        }
    }

    Uni<Void> flushed() {
        return Uni.createFrom().emitter(emitter -> {
            long mark = backlog.accepted();
            context.runOnContext(called -> {
                waiters.add(new Waiter(mark, emitter));
                tell();
                now();
            });
        });
    }

    private void soon() {
        if (!busy && timer == NO_TIMER) {
            timer = vertx.setTimer(LINGER_MILLIS, rung -> {
                timer = NO_TIMER;
                now();
            });
        }
    }

    private void now() {
        if (busy) {
            return;
        }
        if (timer != NO_TIMER) {
            var _ = vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
        List<UsageEntry> next = parts.isEmpty() ? backlog.take(BATCH) : parts.removeFirst();
        if (!next.isEmpty()) {
            busy = true;
            send(next, FIRST_PAUSE_MILLIS);
        }
    }

    private void send(List<UsageEntry> batch, long pause) {
        observer.waiting(batch.size() + backlog.size());
        var _ = Uni.createFrom()
                .deferred(() -> store.apply(batch))
                .subscribe()
                .with(
                        fresh -> context.runOnContext(called -> written(batch)),
                        failure -> context.runOnContext(called -> failed(batch, pause, failure)));
    }

    private void written(List<UsageEntry> batch) {
        observer.written(batch.size());
        over(batch);
    }

    private void failed(List<UsageEntry> batch, long pause, Throwable failure) {
        if (!(failure instanceof UsageStore.Refused)) {
            LOG.debugf(failure, "%d entries of the ledger wait for another try", batch.size());
            vertx.setTimer(pause, rung -> send(batch, Math.min(2 * pause, LONGEST_PAUSE_MILLIS)));
        } else if (batch.size() > 1) {
            // One of them is at fault; the others must not suffer for it, nor wait.
            int middle = batch.size() / 2;
            parts.addFirst(batch.subList(middle, batch.size()));
            parts.addFirst(batch.subList(0, middle));
            next();
        } else {
            LOG.errorf(
                    failure,
                    "the ledger does not take entry %s",
                    batch.getFirst().id());
            observer.dropped(Dropped.REFUSED);
            over(batch);
        }
    }

    private void over(List<UsageEntry> batch) {
        done += batch.size();
        tell();
        next();
    }

    private void next() {
        busy = false;
        if (!parts.isEmpty() || !waiters.isEmpty() || backlog.size() >= BATCH) {
            now();
        } else if (backlog.size() > 0) {
            soon();
        } else {
            observer.waiting(0);
        }
    }

    private void tell() {
        waiters.removeIf(waiter -> {
            boolean over = done >= waiter.mark;
            if (over) {
                waiter.emitter.complete(null);
            }
            return over;
        });
    }
}

package io.sallyport.idempotency.answer;

import io.sallyport.idempotency.answer.KeyObserver.Ended;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One request's hold on its key, from its beginning to one of {@link #keep}, {@link #keepNothing} and {@link #release}. Each of these
 * completes when it is written, or after a moment where the store does not answer: whoever waits for an answer does not wait for a store
 * that is away, and the writing goes on behind. They never fail. Safe from any thread.
 */
public final class Execution {
    private static final Logger LOG = Logger.getLogger(Execution.class);

    /** For how long an answer that is there is held back for its record. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final KeyServices services;
    private final AnswerKey key;
    private final KeyRow row;
    private final AtomicLong renewalsLeft;
    private final AtomicReference<Runnable> renewals = new AtomicReference<>(() -> {});

    /** @param atMost how long it may take, by what its request was promised */
    Execution(KeyServices services, AnswerKey key, KeyRow row, Duration atMost) {
        this.services = services;
        this.key = key;
        this.row = row;
        this.renewalsLeft = new AtomicLong(1 + atMost.dividedBy(services.renewEvery()));
    }

    void begin() {
        if (row.epoch() > 1) {
            claim(); // in front of the one that the owner before has left behind
        }
        renewals.set(services.beats().every(services.renewEvery(), this::renew));
    }

    /** Not for ever: whatever went wrong, a key is never held for much longer than its request may take. */
    private void renew() {
        if (renewalsLeft.getAndDecrement() <= 0) {
            stop();
            return;
        }
        claim();
        var _ = services.store()
                .renew(key, row.owner(), services.lease())
                .subscribe()
                .with(
                        mine -> {
                            if (!mine) {
                                stop();
                            }
                        },
                        away -> LOG.debugf(away, "a lease on a key was not renewed this time"));
    }

    private void claim() {
        var _ = services.claims()
                .claim(KeyedCalls.claimOf(key), row.owner(), row.epoch(), services.lease())
                .subscribe()
                .with(claim -> {});
    }

    private void stop() {
        renewals.getAndSet(() -> {}).run();
    }

    /** This is the answer, from now on. */
    public Uni<Void> keep(KeptAnswer answer) {
        return end(() -> services.store().keep(key, row.owner(), answer), Ended.KEPT);
    }

    /** It is done, and a repetition cannot have the answer. */
    public Uni<Void> keepNothing() {
        return end(() -> services.store().keepNothing(key, row.owner()), Ended.TOO_LARGE);
    }

    /** A repetition is to be executed. */
    public Uni<Void> release() {
        return end(() -> services.store().release(key, row.owner()), Ended.RELEASED);
    }

    private Uni<Void> end(Supplier<Uni<Boolean>> write, Ended written) {
        stop();
        Uni<Ended> ended = Uni.createFrom()
                .deferred(write::get)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(services.lease().toMillis())
                .map(mine -> mine ? written : Ended.OVERTAKEN)
                .onFailure()
                .recoverWithItem(Execution::lost)
                .invoke(services.observer()::ended)
                .invoke(this::letGo)
                .memoize()
                .indefinitely();
        var _ = ended.subscribe().with(done -> {});
        return ended.replaceWithVoid()
                .ifNoItem()
                .after(MOMENT)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private static Ended lost(Throwable away) {
        LOG.warn(
                "what came of a request with a key could not be recorded; after its lease the key is executed again",
                away);
        return Ended.LOST;
    }

    /** Nobody waits for this: a claim that stays behind costs the next one a look. */
    private void letGo() {
        var _ = services.claims()
                .release(KeyedCalls.claimOf(key), row.owner())
                .subscribe()
                .with(done -> {});
    }
}

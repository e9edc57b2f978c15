package io.sallyport.idempotency.answer;

import io.sallyport.config.SallyportConfig;
import io.sallyport.core.IdSource;
import io.sallyport.core.Replica;
import io.sallyport.core.StartRefused;
import io.sallyport.idempotency.Claims;
import io.sallyport.idempotency.Claims.Claim;
import io.sallyport.idempotency.answer.KeyObserver.Asked;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** The way in for requests with a key on the model path. */
@Singleton
public class KeyedCalls {
    private static final Duration LEAST_LEASE = Duration.ofSeconds(1);
    private static final String CLAIM = "answer:";

    private final KeyServices services;
    private final int mostBytes;

    @Inject
    KeyedCalls(
            AnswerStore store,
            Claims claims,
            Vertx vertx,
            KeyObserver observer,
            Replica replica,
            SallyportConfig config) {
        this(
                new KeyServices(
                        store,
                        claims,
                        (gap, task) -> every(vertx, gap, task),
                        observer,
                        IdSource.random(InstantSource.system()),
                        replica,
                        lease(config.idempotency().lease())),
                config.idempotency().answer());
    }

    KeyedCalls(KeyServices services, int mostBytes) {
        this.services = services;
        this.mostBytes = mostBytes;
    }

    private static Duration lease(Duration written) {
        if (written.compareTo(LEAST_LEASE) < 0) {
            throw new StartRefused("sallyport.idempotency.lease is " + written + ": a lease takes at least 1s.");
        }
        return written;
    }

    private static Runnable every(Vertx vertx, Duration gap, Runnable task) {
        long timer = vertx.setPeriodic(gap.toMillis(), beat -> task.run());
        return () -> vertx.cancelTimer(timer);
    }

    static String claimOf(AnswerKey key) {
        return CLAIM + key.id().hex();
    }

    /** Bytes of an answer that is kept. */
    public int mostBytes() {
        return mostBytes;
    }

    /**
     * What a request with this key is to be told. Where it is told to execute, it has to say how that ended. Fails where the store cannot be
     * reached: then nothing may be executed.
     *
     * @param atMost how long an execution may take
     */
    public Uni<Entered> enter(AnswerKey key, Duration atMost) {
        String owner = services.newOwner();
        return services.claims()
                .claim(claimOf(key), owner, 0, services.lease())
                .flatMap(claim -> claim == Claim.HELD ? look(key, owner, atMost) : open(key, owner, atMost))
                .onFailure()
                .invoke(() -> services.observer().asked(Asked.UNAVAILABLE))
                .onFailure()
                .call(() -> letGo(key, owner));
    }

    /** Somebody is at it, as it seems: a look that writes nothing says enough, unless it is somebody who is gone. */
    private Uni<Entered> look(AnswerKey key, String owner, Duration atMost) {
        return services.store()
                .find(key)
                .flatMap(found -> found.filter(row -> !row.isAbandoned())
                        .map(row -> Uni.createFrom().item(told(key, row)))
                        .orElseGet(() -> open(key, owner, atMost)));
    }

    private Uni<Entered> open(AnswerKey key, String owner, Duration atMost) {
        return services.store()
                .open(key, owner, services.lease())
                .flatMap(row -> row.isOf(owner)
                        ? Uni.createFrom().item(mine(key, row, atMost))
                        : letGo(key, owner).map(done -> told(key, row)));
    }

    private Entered mine(AnswerKey key, KeyRow row, Duration atMost) {
        services.observer().asked(row.epoch() > 1 ? Asked.EXECUTED_AGAIN : Asked.EXECUTED);
        Execution execution = new Execution(services, key, row, atMost);
        execution.begin();
        return new Entered.Mine(execution);
    }

    private Entered told(AnswerKey key, KeyRow row) {
        Entered entered = verdict(key, row);
        services.observer()
                .asked(
                        switch (entered) {
                            case Entered.Mine mine -> Asked.EXECUTED;
                            case Entered.Done done -> Asked.REPLAYED;
                            case Entered.NotKept notKept -> Asked.NOT_KEPT;
                            case Entered.InFlight inFlight -> Asked.IN_FLIGHT;
                            case Entered.Reused reused -> Asked.REUSED;
                        });
        return entered;
    }

    private static Entered verdict(AnswerKey key, KeyRow row) {
        if (!row.fingerprint().equals(key.fingerprint())) {
            return new Entered.Reused();
        }
        if (row.answer() != null) {
            return new Entered.Done(row.answer());
        }
        return row.state() == KeyRow.State.NOT_KEPT ? new Entered.NotKept() : new Entered.InFlight(row.age());
    }

    private Uni<Void> letGo(AnswerKey key, String owner) {
        return services.claims().release(claimOf(key), owner);
    }
}

package io.sallyport.tool.door;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.tool.door.DirectLedger.Intent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Gets what came of a call into the ledger. A store that is away for a moment is waited for; one that stays away is told later, behind the
 * caller's back, so that what is known is not lost for want of a database.
 */
final class Recording {
    private static final Logger LOG = Logger.getLogger(Recording.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LATE_PAUSE = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMinutes(5);
    private static final int MOST_LATE = 1000;
    private static final AtomicInteger LATE = new AtomicInteger();

    private final DirectLedger ledger;
    private final Duration patience;

    Recording(DirectLedger ledger, Duration patience) {
        this.ledger = ledger;
        this.patience = patience;
    }

    /** How it went. */
    enum Outcome {
        /** The ledger has it. */
        RECORDED,
        /** Somebody else has taken the call over: the ledger has it as evidence, and says itself what the answer is. */
        TOO_LATE,
        /** The ledger could not be reached; it will be told when it can be. */
        NOT_YET
    }

    Uni<Outcome> record(Intent intent, Settlement settlement) {
        return once(intent, settlement)
                .onFailure(StoreUnavailable.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(patience.toMillis())
                .onFailure()
                .recoverWithItem(() -> later(intent, settlement));
    }

    /** Zero rows: the answer to an earlier try was lost, or the call is somebody else's. */
    private Uni<Outcome> once(Intent intent, Settlement settlement) {
        return ledger.settle(intent, settlement)
                .flatMap(accepted -> accepted ? Uni.createFrom().item(Outcome.RECORDED) : refused(intent, settlement));
    }

    private Uni<Outcome> refused(Intent intent, Settlement settlement) {
        return ledger.find(intent.call()).flatMap(found -> {
            boolean ours = found.filter(entry -> entry.epoch() == intent.epoch() && entry.state() == settlement.state())
                    .isPresent();
            return ours
                    ? Uni.createFrom().item(Outcome.RECORDED)
                    : ledger.evidence(intent, settlement).replaceWith(Outcome.TOO_LATE);
        });
    }

    /** Writes of our own belong to a commit that did not happen: there is nothing to tell later. */
    private Outcome later(Intent intent, Settlement settlement) {
        if (!settlement.writes().isEmpty() || settlement.state() == CallState.UNKNOWN || LATE.get() >= MOST_LATE) {
            return Outcome.NOT_YET;
        }
        LATE.incrementAndGet();
        LOG.warnf("what came of call %s is not in the ledger yet", intent.call());
        var _ = once(intent, settlement)
                .onFailure(StoreUnavailable.class)
                .retry()
                .withBackOff(LATE_PAUSE, LATE_PAUSE.multipliedBy(10))
                .expireIn(LATEST.toMillis())
                .onTermination()
                .invoke(LATE::decrementAndGet)
                .subscribe()
                .with(
                        outcome -> LOG.infof("what came of call %s is in the ledger now", intent.call()),
                        failure ->
                                LOG.errorf(failure, "what came of call %s never got into the ledger", intent.call()));
        return Outcome.NOT_YET;
    }

    /** For what may as well not be written: the row's deadline says the same a little later. */
    Uni<Void> attempt(Supplier<Uni<Boolean>> write) {
        return Uni.createFrom()
                .deferred(write::get)
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }
}

package io.sallyport.idempotency.answer;

import io.sallyport.core.IdSource;
import io.sallyport.core.Replica;
import io.sallyport.idempotency.Claims;
import java.time.Duration;

/**
 * What keyed requests have in common.
 *
 * @param lease for how long an owner that is not heard of is waited for
 */
record KeyServices(
        AnswerStore store,
        Claims claims,
        Beats beats,
        KeyObserver observer,
        IdSource ids,
        Replica replica,
        Duration lease) {

    /** Calls back again and again. */
    @FunctionalInterface
    interface Beats {
        /** Begins; running what is returned ends it. */
        Runnable every(Duration gap, Runnable task);
    }

    Duration renewEvery() {
        return lease.dividedBy(3);
    }

    /** A name that no other request has. */
    String newOwner() {
        return replica.name() + "/" + ids.next("req");
    }
}

package io.sallyport.idempotency.answer;

import io.sallyport.core.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the store has of a key. Rows whose time is over are not there.
 *
 * @param owner     the request that has the key, or had it last
 * @param epoch     how many owners the key has had, this one included
 * @param age       since this owner has it
 * @param leaseOver whether the owner has not been heard of for too long, by the store's own clock
 * @param answer    of {@link State#DONE}, else null
 */
public record KeyRow(
        State state,
        String owner,
        long epoch,
        Sha256 fingerprint,
        Duration age,
        boolean leaseOver,
        @Nullable KeptAnswer answer) {

    /** How far a key has come. */
    public enum State {
        /** Its owner is at it. */
        IN_FLIGHT,
        /** The answer is kept. */
        DONE,
        /** It was answered, and the answer was too large to be kept. */
        NOT_KEPT
    }

    boolean isOf(String who) {
        return owner.equals(who) && state == State.IN_FLIGHT;
    }

    boolean isAbandoned() {
        return state == State.IN_FLIGHT && leaseOver;
    }
}

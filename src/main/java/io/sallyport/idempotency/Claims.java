package io.sallyport.idempotency;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** In-flight locks on keys. Never fails and never waits long: a store that does not answer is {@link Claim#UNAVAILABLE}. */
public interface Claims {
    /**
     * Claims {@code key}. A claim of a higher {@code epoch} replaces a lower one, so that a dead owner never delays its successor; owners
     * without epochs use 0 and exclude each other until {@code ttl} has passed.
     *
     * @param owner who claims; the same owner may claim again
     */
    Uni<Claim> claim(String key, String owner, long epoch, Duration ttl);

    /** Lets go of what {@code owner} claimed. */
    Uni<Void> release(String key, String owner);

    /** What came of it. */
    enum Claim {
        TAKEN,
        /** Somebody else is at it. */
        HELD,
        /** Nobody can say; the ledger decides. */
        UNAVAILABLE
    }
}

package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call of the ledger that is {@link CallState#INTENT} or {@link CallState#UNKNOWN}: what a successor has to find out about.
 *
 * @param epoch    of the lease under which it was last intended
 * @param overIn   until its deadline, by the database's clock; zero or negative: it is over; null where it never had one
 * @param outcome  what its late owner has seen, see {@link Checkpoints#evidence}, or null
 * @param evidence what came back then
 */
public record OpenCall(
        String id,
        CallState state,
        @Nullable String key,
        int attempts,
        long epoch,
        @Nullable Duration overIn,
        @Nullable String outcome,
        @Nullable Bytes evidence) {}

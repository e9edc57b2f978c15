package io.sallyport.tool.door;

import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger.
 *
 * @param run    the run that made it, or null
 * @param owner  whose the latest intent is
 * @param overIn until the intent's deadline, by the database's clock; zero or negative: it is over
 * @param age    since the first intent
 * @param result what is told, JSON; null where there is none yet
 */
public record Entry(
        String id,
        @Nullable String run,
        String client,
        @Nullable String subject,
        Sha256 argumentsHash,
        CallState state,
        long epoch,
        @Nullable String owner,
        Duration overIn,
        Duration age,
        @Nullable Bytes result) {

    /** The intent that this row shows as the latest. */
    public DirectLedger.Intent intent() {
        return new DirectLedger.Intent(id, epoch);
    }

    boolean inFlight() {
        return overIn.isPositive();
    }
}

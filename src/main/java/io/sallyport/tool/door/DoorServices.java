package io.sallyport.tool.door;

import io.sallyport.core.IdSource;
import io.sallyport.core.Replica;
import io.sallyport.idempotency.Claims;
import io.sallyport.tool.Tools;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Whom a direct call needs.
 *
 * @param grace after a tool's timeout, until its outcome must be in the ledger
 */
record DoorServices(
        Tools tools,
        DirectLedger ledger,
        Claims claims,
        IdSource ids,
        InstantSource clock,
        Replica replica,
        Duration grace) {

    /** The same, remembering nothing. */
    DoorServices unrecorded() {
        return new DoorServices(tools, new Unrecorded(), claims, ids, clock, replica, grace);
    }
}

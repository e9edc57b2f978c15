package io.sallyport.tool.door;

import io.sallyport.config.SallyportConfig;
import io.sallyport.core.IdSource;
import io.sallyport.core.Replica;
import io.sallyport.idempotency.Claims;
import io.sallyport.tool.ToolUsage;
import io.sallyport.tool.Tools;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts together what all direct calls share. */
final class DoorWiring {
    DoorWiring() {}

    @Produces
    @Singleton
    static DoorServices services(
            Tools tools, DirectLedger ledger, Claims claims, Replica replica, SallyportConfig config, ToolUsage usage) {
        InstantSource clock = InstantSource.system();
        return new DoorServices(
                usage.ofCallers(tools),
                ledger,
                claims,
                IdSource.random(clock),
                clock,
                replica,
                config.idempotency().grace());
    }
}

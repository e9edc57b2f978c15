package io.sallyport.edge.health;

import io.sallyport.stop.Stops;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The readiness checks. They look at what is known already, wait for nothing, and name nothing of the catalogue: anybody may read them. */
@Singleton
class ReadinessChecks {

    /** A replica that is leaving asks to be left alone. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck serving(Draining draining) {
        return () ->
                HealthCheckResponse.named("serving").status(!draining.leaving()).build();
    }

    /** Migrations run before the server listens, so that whoever can ask has them behind. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck migrations() {
        return () -> HealthCheckResponse.named("migrations").up().build();
    }

    /**
     * Who has never heard what is stopped would let it through. Whoever has heard once keeps that while the store is away, and says how
     * it is.
     */
    @Produces
    @Singleton
    @Readiness
    HealthCheck stops(Stops stops) {
        return () -> HealthCheckResponse.named("stops")
                .status(stops.age().isPresent())
                .withData("known", StopsKnown.of(stops).label())
                .build();
    }

    /** A lost store is told and does not count: a blip that every replica sees must not drain them all. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck stores(StoreWatch stores) {
        return () -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("stores").up();
            for (Store store : Store.values()) {
                response.withData(store.label(), stores.state(store).name().toLowerCase(Locale.ROOT));
            }
            return response.build();
        };
    }
}

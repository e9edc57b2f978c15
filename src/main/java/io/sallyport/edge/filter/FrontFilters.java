package io.sallyport.edge.filter;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sallyport.config.SallyportConfig;
import io.sallyport.identity.Authenticator;
import io.sallyport.stop.Stops;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Puts the filters in front of the server's router, in their order. */
@Singleton
class FrontFilters {
    private static final int FIRST = 20_000;
    private static final int SECOND = FIRST - 1;
    private static final int BEHIND_THE_DOOR = Door.PRIORITY - 1;

    void register(
            @Observes Filters filters,
            Authenticator authenticator,
            Stops stops,
            MetricsPage metrics,
            SallyportConfig config) {
        OpenPaths.Issuer issuer =
                config.embedded().issuer().isPresent() ? OpenPaths.Issuer.EMBEDDED : OpenPaths.Issuer.EXTERNAL;
        filters.register(new Arrival(), FIRST);
        filters.register(new BodySize(config.limits().body()), SECOND);
        filters.register(new Door(authenticator, stops, OpenPaths.of(LaunchMode.current(), issuer)), Door.PRIORITY);
        filters.register(metrics, BEHIND_THE_DOOR);
    }
}

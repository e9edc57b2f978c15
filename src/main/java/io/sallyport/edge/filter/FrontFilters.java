package io.sallyport.edge.filter;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sallyport.identity.Authenticator;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the filters in front of the server's router, in their order. */
@Singleton
class FrontFilters {
    private static final int FIRST = 20_000;
    private static final int SECOND = FIRST - 1;
    private static final int BEHIND_THE_DOOR = Door.PRIORITY - 1;

    void register(
            @Observes Filters filters,
            Authenticator authenticator,
            MetricsPage metrics,
            @ConfigProperty(name = "sallyport.limits.body", defaultValue = "10485760") int mostBytes,
            @ConfigProperty(name = "sallyport.embedded.issuer.url") Optional<String> embeddedIssuer) {
        OpenPaths.Issuer issuer = embeddedIssuer.isPresent() ? OpenPaths.Issuer.EMBEDDED : OpenPaths.Issuer.EXTERNAL;
        filters.register(new Arrival(), FIRST);
        filters.register(new BodySize(mostBytes), SECOND);
        filters.register(new Door(authenticator, OpenPaths.of(LaunchMode.current(), issuer)), Door.PRIORITY);
        filters.register(metrics, BEHIND_THE_DOOR);
    }
}

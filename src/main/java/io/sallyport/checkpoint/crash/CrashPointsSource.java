package io.sallyport.checkpoint.crash;

import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.config.SallyportConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Nobody, unless the setting names somebody. */
class CrashPointsSource {
    @Produces
    @Singleton
    CrashPoints crashPoints(Vertx vertx, SallyportConfig config) {
        return chosen(vertx, config.runs().crashPoints());
    }

    static CrashPoints chosen(Vertx vertx, Optional<String> listener) {
        return listener.<CrashPoints>map(address -> new AskedCrashPoints(vertx, Listener.of(address)))
                .orElse(CrashPoints.NONE);
    }
}

package io.sallyport.run.driver;

import io.sallyport.catalog.CatalogSource;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.IdSource;
import io.sallyport.core.Replica;
import io.sallyport.run.RunNews;
import io.sallyport.run.RunObserver;
import io.sallyport.run.Wakes;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Puts together what all runs of this replica share. */
final class Wiring {
    Wiring() {}

    @Produces
    @Singleton
    static Services services(
            Checkpoints checkpoints,
            RunNews news,
            Wakes wakes,
            RunObserver observer,
            CatalogSource catalogs,
            Performers performers,
            Replica replica,
            SallyportConfig config,
            Vertx vertx) {
        InstantSource clock = InstantSource.system();
        return new Services(
                checkpoints,
                news,
                wakes,
                observer,
                catalogs,
                performers,
                replica,
                config.runs(),
                IdSource.random(clock),
                RandomGenerator.getDefault(),
                clock,
                vertx);
    }
}

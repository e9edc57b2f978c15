package io.sallyport.run.driver;

import io.sallyport.catalog.CatalogSource;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.config.RunSettings;
import io.sallyport.core.IdSource;
import io.sallyport.core.Replica;
import io.sallyport.run.RunNews;
import io.sallyport.run.RunObserver;
import io.sallyport.run.Wakes;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What every run on this replica shares. */
record Services(
        Checkpoints checkpoints,
        RunNews news,
        Wakes wakes,
        RunObserver observer,
        CatalogSource catalogs,
        Performers perform,
        Replica replica,
        RunSettings settings,
        IdSource ids,
        RandomGenerator chance,
        InstantSource clock,
        Vertx vertx) {}

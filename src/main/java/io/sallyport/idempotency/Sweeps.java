package io.sallyport.idempotency;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.random.RandomGenerator;

/** Has everything swept that is {@link Swept}, from the start to the end of the process. */
@Singleton
class Sweeps {
    private final List<Sweep> sweeps;

    Sweeps(Vertx vertx, @All List<Swept> swept) {
        this.sweeps = swept.stream()
                .map(what -> new Sweep(vertx, RandomGenerator.getDefault(), what))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        sweeps.forEach(Sweep::start);
    }

    void stop(@Observes ShutdownEvent event) {
        sweeps.forEach(Sweep::stop);
    }
}

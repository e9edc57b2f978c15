package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.resilience.BreakerState;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A gauge for the breaker of each model in the catalogue, there from the start and gone with the model. */
@Singleton
final class BreakerMeters {
    private final MeterRegistry registry;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    BreakerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private static final class Breaker {
        private volatile BreakerState state = BreakerState.CLOSED;

        double value() {
            return switch (state) {
                case CLOSED -> 0;
                case HALF_OPEN -> 1;
                case OPEN -> 2;
            };
        }
    }

    void start(@Observes StartupEvent event, CatalogSource catalog) {
        catalog.onChange(this::follow);
    }

    void follow(Catalog catalog) {
        Set<String> models = catalog.providers().values().stream()
                .flatMap(provider -> provider.models().values().stream())
                .map(model -> model.ref())
                .collect(Collectors.toSet());
        for (String model : models) {
            var _ = breaker(model);
        }
        breakers.keySet().stream().filter(model -> !models.contains(model)).forEach(this::forget);
    }

    void changed(String model, BreakerState to) {
        breaker(model).state = to;
        Metric.BREAKER_TRANSITIONS
                .counter(registry, "model", model, "to", to.label())
                .increment();
    }

    private Breaker breaker(String model) {
        return breakers.computeIfAbsent(model, this::register);
    }

    private Breaker register(String model) {
        Breaker breaker = new Breaker();
        var _ = Gauge.builder(Metric.BREAKER_STATE.label(), breaker, Breaker::value)
                .description(Metric.BREAKER_STATE.help())
                .tag("model", model)
                .register(registry);
        return breaker;
    }

    private void forget(String model) {
        breakers.remove(model);
        Gauge gauge =
                registry.find(Metric.BREAKER_STATE.label()).tag("model", model).gauge();
        if (gauge != null) {
            var _ = registry.remove(gauge);
        }
    }
}

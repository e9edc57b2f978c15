package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.chat.Operation;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The meters of all calls. */
@Singleton
final class CallMeters {
    private final MeterRegistry registry;
    private final LongAdder active = new LongAdder();
    private final Map<Operation, Map<String, RouteMeters>> routes = new EnumMap<>(Operation.class);

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Operation operation : Operation.values()) {
            routes.put(operation, new ConcurrentHashMap<>());
        }
        Gauge.builder(Metric.REQUESTS_ACTIVE.label(), active, LongAdder::sum)
                .description(Metric.REQUESTS_ACTIVE.help())
                .register(registry);
    }

    void start(@Observes StartupEvent event, CatalogSource catalog) {
        catalog.onChange(this::follow);
    }

    /** What is kept for routes is forgotten whole: the series that stay are found again by the next call. */
    void follow(Catalog catalog) {
        routes.values().forEach(Map::clear);
        SeriesThatLeft.remove(registry, catalog);
    }

    RouteMeters begun(String route, Operation operation) {
        active.increment();
        Map<String, RouteMeters> ofOperation = Objects.requireNonNull(routes.get(operation));
        RouteMeters known = ofOperation.get(route);
        return known == null
                ? ofOperation.computeIfAbsent(route, alias -> new RouteMeters(registry, alias, operation))
                : known;
    }

    void over() {
        active.decrement();
    }

    void retried(String model, String reason) {
        Metric.RETRIES.counter(registry, "model", model, "reason", reason).increment();
    }

    void retryBudgetExhausted(String provider) {
        Metric.RETRY_BUDGET_EXHAUSTED.counter(registry, "provider", provider).increment();
    }
}

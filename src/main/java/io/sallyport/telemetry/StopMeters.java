package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.Stops;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What is stopped, and how old that knowledge is. */
@Singleton
final class StopMeters {
    private static final double NEVER = -1;
    private static final double MILLIS = 1000;

    private final MeterRegistry registry;

    StopMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event, Stops stops) {
        follow(stops);
    }

    void follow(Stops stops) {
        for (StopKind kind : StopKind.values()) {
            var _ = Gauge.builder(Metric.STOPS.label(), stops, known -> count(known, kind))
                    .description(Metric.STOPS.help())
                    .tag("kind", kind.label())
                    .register(registry);
        }
        var _ = Gauge.builder(Metric.STOPS_AGE.label(), stops, StopMeters::seconds)
                .description(Metric.STOPS_AGE.help())
                .baseUnit("seconds")
                .register(registry);
    }

    private static double count(Stops stops, StopKind kind) {
        return stops.board().all().stream().filter(stop -> stop.kind() == kind).count();
    }

    private static double seconds(Stops stops) {
        return stops.age().map(age -> age.toMillis() / MILLIS).orElse(NEVER);
    }
}

package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sallyport.resilience.BreakerState;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of all tools. Labels are names of the catalogue and words of ours. */
@Singleton
final class ToolMeters {
    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();

    ToolMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(String tool, String outcome, long nanos) {
        Timer.builder(Metric.TOOL_DURATION.label())
                .description(Metric.TOOL_DURATION.help())
                .tag("tool", tool)
                .tag("outcome", outcome)
                .serviceLevelObjectives(GenAi.DURATION_BUCKETS)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void lookedUp(String tool, String outcome) {
        Metric.TOOL_LOOK_UPS.counter(registry, "tool", tool, "outcome", outcome).increment();
    }

    void breakerChanged(String tool, BreakerState to) {
        Metric.TOOL_BREAKER_TRANSITIONS
                .counter(registry, "tool", tool, "to", to.label())
                .increment();
        AtomicInteger state = breakers.computeIfAbsent(tool, name -> new AtomicInteger());
        state.set(
                switch (to) {
                    case CLOSED -> 0;
                    case HALF_OPEN -> 1;
                    case OPEN -> 2;
                });
        var _ = Gauge.builder(Metric.TOOL_BREAKER_STATE.label(), state, AtomicInteger::get)
                .description(Metric.TOOL_BREAKER_STATE.help())
                .tag("tool", tool)
                .register(registry);
    }
}

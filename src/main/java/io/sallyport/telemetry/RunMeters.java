package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of what this replica does for runs. Labels are agents and tools of the catalogue, and words of ours. */
@Singleton
final class RunMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<CommitPoint, Timer> commits = new EnumMap<>(CommitPoint.class);

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
        var _ = Gauge.builder(Metric.RUNS_ACTIVE.label(), active::get)
                .description(Metric.RUNS_ACTIVE.help())
                .register(registry);
        for (CommitPoint point : CommitPoint.values()) {
            commits.put(
                    point,
                    Timer.builder(Metric.RUN_COMMIT.label())
                            .description(Metric.RUN_COMMIT.help())
                            .tag("point", word(point))
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    /** {@code C6_RESULT} is {@code c6}. */
    private static String word(CommitPoint point) {
        return point.name().substring(0, 2).toLowerCase(Locale.ROOT);
    }

    void claimed(String agent, RunStatus before) {
        active.incrementAndGet();
        if (before == RunStatus.RUNNING) {
            Metric.RUNS_RECOVERED.counter(registry, "agent", agent).increment();
        }
    }

    void left() {
        active.decrementAndGet();
    }

    void committed(CommitPoint point, long nanos) {
        Timer timer = commits.get(point);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void ended(String agent, RunStatus status) {
        Metric.RUNS_ENDED
                .counter(registry, "agent", agent, "status", status.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void unknown(String agent, String tool) {
        Metric.UNKNOWN_EFFECTS.counter(registry, "agent", agent, "tool", tool).increment();
    }

    void lost(String agent) {
        Metric.RUNS_LOST.counter(registry, "agent", agent).increment();
    }
}

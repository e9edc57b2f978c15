package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.RateObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts requests under rates, by the limit's name and the kind of whose it is; who it is becomes no label. */
@Singleton
final class RateMeters implements RateObserver {
    private static final Set<String> KINDS = Set.of("client", "role", "user", "agent", "route", "all");
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(150)
    };

    private final MeterRegistry registry;
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Timer answers;

    /** All there can be are some hundreds: each part has few values, and all are ours. */
    private record Series(Measure measure, Window window, String kind, boolean allowed, Judge judge) {}

    RateMeters(MeterRegistry registry) {
        this.registry = registry;
        this.answers = Timer.builder(Metric.RATES_ANSWER.label())
                .description(Metric.RATES_ANSWER.help())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void allowed(AppliedLimit limit, Judge judge) {
        count(limit, true, judge);
    }

    @Override
    public void refused(AppliedLimit limit, Judge judge) {
        count(limit, false, judge);
    }

    @Override
    public void answered(long nanos) {
        answers.record(nanos, TimeUnit.NANOSECONDS);
    }

    private void count(AppliedLimit limit, boolean allowed, Judge judge) {
        Series series =
                new Series(limit.limit().measure(), limit.limit().window(), kind(limit.scope()), allowed, judge);
        counters.computeIfAbsent(series, missing -> counter(limit, missing)).increment();
    }

    private Counter counter(AppliedLimit limit, Series series) {
        return Metric.RATES.counter(
                registry,
                "limit",
                limit.limit().name(),
                "scope",
                series.kind(),
                "outcome",
                series.allowed() ? "allowed" : "refused",
                "judge",
                series.judge().name().toLowerCase(Locale.ROOT));
    }

    private static String kind(String scope) {
        int colon = scope.indexOf(':');
        String kind = colon < 0 ? scope : scope.substring(0, colon);
        return KINDS.contains(kind) ? kind : "all";
    }
}

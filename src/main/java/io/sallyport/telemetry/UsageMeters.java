package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.usage.UsageObserver;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what becomes of the ledger's entries. */
@Singleton
final class UsageMeters implements UsageObserver {
    private final MeterRegistry registry;
    private final Counter written;
    private final AtomicInteger waiting = new AtomicInteger();

    UsageMeters(MeterRegistry registry) {
        this.registry = registry;
        this.written = Metric.USAGE_WRITTEN.counter(registry);
        Gauge.builder(Metric.USAGE_WAITING.label(), waiting, AtomicInteger::get)
                .description(Metric.USAGE_WAITING.help())
                .register(registry);
    }

    @Override
    public void written(int entries) {
        written.increment(entries);
    }

    @Override
    public void dropped(Dropped why) {
        Metric.USAGE_DROPPED
                .counter(registry, "reason", why.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void waiting(int entries) {
        waiting.set(entries);
    }
}

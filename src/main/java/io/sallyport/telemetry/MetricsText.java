package io.sallyport.telemetry;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Singleton;

/** All metrics as Prometheus text, for those who publish it in another form than the framework's own page. */
// Deprecated, and yet the one: the framework's extension provides Micrometer's older Prometheus registry and no other.
@Singleton
@SuppressWarnings("deprecation")
public final class MetricsText {
    private final PrometheusMeterRegistry registry;

    MetricsText(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes milliseconds when there are many series: not for an event loop. */
    public String scrape() {
        return registry.scrape();
    }
}

package io.sallyport.telemetry;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Singleton;

/** All metrics as Prometheus text, for those who publish it in another form than the framework's own page. */
@Singleton
@SuppressWarnings(
        "deprecation") // the registry that the framework's extension provides is Micrometer's older Prometheus one
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

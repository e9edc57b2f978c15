package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogService;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.CatalogStatus;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Which revision of the catalogue runs, and whether its files are better or worse than that. */
@Singleton
final class CatalogMeters {
    private final MeterRegistry registry;
    private final MultiGauge info;

    CatalogMeters(MeterRegistry registry) {
        this.registry = registry;
        this.info = MultiGauge.builder(Metric.CATALOG_INFO.label())
                .description(Metric.CATALOG_INFO.help())
                .register(registry);
    }

    void start(@Observes StartupEvent event, CatalogService catalog) {
        follow(catalog, catalog::status);
    }

    void follow(CatalogSource source, Supplier<CatalogStatus> status) {
        var _ = TimeGauge.builder(
                        Metric.CATALOG_LOADED.label(), source, TimeUnit.MILLISECONDS, CatalogMeters::loadedMillis)
                .description(Metric.CATALOG_LOADED.help())
                .register(registry);
        gauge(Metric.CATALOG_ERRORS, () -> status.get().errors().size());
        gauge(Metric.CATALOG_WARNINGS, () -> status.get().warnings().size());
        source.onChange(this::show);
    }

    private void gauge(Metric metric, Supplier<Number> value) {
        var _ = Gauge.builder(metric.label(), value).description(metric.help()).register(registry);
    }

    private static double loadedMillis(CatalogSource source) {
        return (double) source.current().loadedAt().toEpochMilli();
    }

    /** One row at a time, so that old revisions do not pile up. */
    private void show(Catalog catalog) {
        info.register(List.of(MultiGauge.Row.of(Tags.of("revision", catalog.revision()), 1)), true);
    }
}

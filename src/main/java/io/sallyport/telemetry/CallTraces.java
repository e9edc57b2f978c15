package io.sallyport.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.routing.CallStart;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins the trace of each call; while nothing is exported no span is made. */
@Singleton
final class CallTraces {
    private final boolean disabled;
    private final Tracer tracer;
    private final CatalogSource catalog;

    @Inject
    CallTraces(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled,
            OpenTelemetry openTelemetry,
            CatalogSource catalog) {
        this.disabled = disabled;
        this.tracer = openTelemetry.getTracer("io.sallyport");
        this.catalog = catalog;
    }

    CallTrace begin(CallStart start) {
        return disabled ? Untraced.of(start) : new CallSpan(tracer, catalog.current(), start);
    }
}

package io.sallyport.telemetry;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Switches OpenTelemetry off unless somebody said where to send spans: the framework's own default is to try a collector on this
 * machine, for ever. Anybody may still set {@code quarkus.otel.sdk.disabled}: this has the lowest rank.
 */
public final class ExportWhenConfigured implements ConfigSourceFactory {
    private static final List<String> ENDPOINTS =
            List.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint");
    private static final int BELOW_ALL_OTHERS = 50;

    /** The framework's own defaults, a collector on this machine among them, rank below zero. */
    private static final int DEFAULTS = 0;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean somewhere = ENDPOINTS.stream().anyMatch(endpoint -> isSet(context, endpoint));
        Map<String, String> values = Map.of("quarkus.otel.sdk.disabled", Boolean.toString(!somewhere));
        return List.of(new PropertiesConfigSource(values, "export when configured", BELOW_ALL_OTHERS));
    }

    private static boolean isSet(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value != null
                && value.getConfigSourceOrdinal() > DEFAULTS
                && value.getValue() != null
                && !value.getValue().isBlank();
    }
}

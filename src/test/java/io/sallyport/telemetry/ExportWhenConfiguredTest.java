package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportWhenConfiguredTest {
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String DISABLED = "quarkus.otel.sdk.disabled";

    @Test
    void the_frameworks_default_endpoint_is_no_wish_to_export() {
        assertThat(config(Map.of()).getValue(DISABLED, boolean.class)).isTrue();
    }

    @Test
    void an_endpoint_that_somebody_named_switches_export_on() {
        assertThat(config(Map.of(ENDPOINT, "http://collector:4317")).getValue(DISABLED, boolean.class))
                .isFalse();
    }

    @Test
    void whoever_says_so_outright_has_the_last_word() {
        assertThat(config(Map.of(DISABLED, "false")).getValue(DISABLED, boolean.class))
                .isFalse();
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue(ENDPOINT, "http://localhost:4317")
                .withDefaultValue(DISABLED, "false")
                .withSources(new PropertiesConfigSource(environment, "environment", 300))
                .withSources(new ExportWhenConfigured())
                .build();
    }
}

package io.sallyport.config.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void a_system_property_stands_in_front_of_the_environment() {
        Properties properties = new Properties();
        properties.setProperty("sallyport.data-dir", "from-property");
        properties.setProperty("user.name", "nobody's business");

        Settings settings = Settings.of(Map.of("SALLYPORT_DATA_DIR", "from-environment", "A", "b"), properties);

        assertThat(settings.get("sallyport.data-dir")).contains("from-property");
        assertThat(settings.get("SALLYPORT_DATA_DIR")).contains("from-property");
        assertThat(settings.get("user.name")).isEmpty();
    }

    @Test
    void blank_is_not_set() {
        assertThat(new Settings(Map.of("QUARKUS_HTTP_PORT", "  ")).get("quarkus.http.port"))
                .isEmpty();
    }
}

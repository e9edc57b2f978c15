package io.sallyport.config.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariablesTest {
    @Test
    void a_slip_in_a_name_is_told_with_the_name_that_was_meant() {
        assertThat(UnknownVariables.sentences(new Settings(Map.of("SALLYPORT_LIMIT_BODY", "5"))))
                .containsExactly(
                        "SALLYPORT_LIMIT_BODY is set, and there is no such setting: did you mean SALLYPORT_LIMITS_BODY?");
    }

    @Test
    void a_name_like_no_other_is_sent_to_the_page_of_settings() {
        assertThat(UnknownVariables.sentences(new Settings(Map.of("SALLYPORT_FAVOURITE_COLOUR_OF_ALL", "blue"))))
                .singleElement()
                .asString()
                .endsWith("docs/configuration.md has all there are.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SALLYPORT_LIMITS_BODY",
                "SALLYPORT_EMBEDDED_ISSUER_URL",
                "SALLYPORT_SHOP_URL",
                "SALLYPORT_SERVICE_HOST",
                "SALLYPORT_SERVICE_PORT_HTTP",
                "SALLYPORT_PORT",
                "SALLYPORT_PORT_8080_TCP_ADDR",
                "SALLYPORT_GATEWAY_SERVICE_HOST"
            })
    void settings_and_what_kubernetes_sets_are_passed_over(String name) {
        assertThat(UnknownVariables.sentences(new Settings(Map.of(name, "x")))).isEmpty();
    }
}

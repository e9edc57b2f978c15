package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static final UrlTemplate ORDERS = new UrlTemplate("https://shop.example:8443/orders/{id}?day={day}");

    @Test
    void namesStandInPathAndQuery() {
        assertThat(ORDERS.names()).containsExactly("id", "day");
        assertThat(ORDERS.origin()).hasToString("https://shop.example:8443");
    }

    @Test
    void noValueAddsASegmentAParameterOrAFragment() {
        Map<String, String> values = Map.of("id", "a/../b?x#y", "day", "1&admin=true ü\u0000");

        assertThat(ORDERS.fill(values::get).map(Object::toString))
                .contains("https://shop.example:8443/orders/a%2F..%2Fb%3Fx%23y?day=1%26admin%3Dtrue%20%C3%BC%00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void aValueThatWouldChangeThePathIsRefused(String value) {
        assertThat(ORDERS.fill(Map.of("id", value, "day", "1")::get)).isEmpty();
        assertThat(ORDERS.fill(Map.of("id", "1", "day", value)::get)).isPresent();
    }

    @Test
    void valuesSideBySideDoNotChangeThePathEither() {
        UrlTemplate pair = new UrlTemplate("http://h/a/{x}{y}/b");

        assertThat(pair.fill(Map.of("x", ".", "y", ".")::get)).isEmpty();
        assertThat(pair.fill(Map.of("x", "%2e", "y", "%2e")::get).map(Object::toString))
                .contains("http://h/a/%252e%252e/b");
    }

    @Test
    void aMissingValueLeavesNoAddress() {
        assertThat(ORDERS.fill(Map.of("id", "1")::get)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{scheme}://h/x",
                "http://{host}/x",
                "http://h{host}.example/x",
                "http://h:{port}/x",
                "http://h:80{port}/x",
                "http://h{x}",
                "http://{user}@h/x",
                "http://h/{bad name}",
                "http://h/{",
                "/x",
                "http:///x",
                "mailto:x@y"
            })
    void nothingButPathAndQueryCanBeFilled(String text) {
        assertThatThrownBy(() -> new UrlTemplate(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

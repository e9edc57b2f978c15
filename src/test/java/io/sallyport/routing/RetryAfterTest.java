package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-05T12:00:00Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|2000",
                "0|0",
                "0.25|250",
                "Mon, 5 Jan 2026 12:00:07 GMT|7000",
                "Mon, 05 Jan 2026 11:59:00 GMT|0",
                "soon|-1",
                "-3|-1",
                "''|-1"
            })
    void seconds_and_dates_are_understood_and_nothing_else(String value, long millis) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Retry-After", value);

        assertThat(RetryAfter.millis(headers, NOON)).isEqualTo(millis);
    }

    @Test
    void milliseconds_win_over_seconds() {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("Retry-After", "9").add("retry-after-ms", "120");

        assertThat(RetryAfter.millis(headers, NOON)).isEqualTo(120);
    }

    @Test
    void no_header_means_nothing_was_asked() {
        assertThat(RetryAfter.millis(MultiMap.caseInsensitiveMultiMap(), NOON)).isEqualTo(RetryAfter.NONE);
    }
}

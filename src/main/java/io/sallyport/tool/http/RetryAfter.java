package io.sallyport.tool.http;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How long a tool asks to be left alone (RFC 9110 section 10.2.3), within reason. */
final class RetryAfter {
    static final Duration LEAST = Duration.ofMillis(500);
    static final Duration USUAL = Duration.ofSeconds(2);
    static final Duration MOST = Duration.ofMinutes(10);

    private RetryAfter() {}

    static Duration of(MultiMap headers, InstantSource clock) {
        Duration asked = Optional.ofNullable(headers.get("retry-after"))
                .map(String::trim)
                .flatMap(value -> value.matches("[0-9]{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                        : until(value, clock))
                .orElse(USUAL);
        return asked.compareTo(LEAST) < 0 ? LEAST : asked.compareTo(MOST) > 0 ? MOST : asked;
    }

    private static Optional<Duration> until(String date, InstantSource clock) {
        try {
            return Optional.of(Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeParseException neitherForm) {
            return Optional.empty();
        }
    }
}

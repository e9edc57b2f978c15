package io.sallyport.routing;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** How long a provider asks to be left alone: {@code Retry-After} (RFC 9110 section 10.2.3) or {@code retry-after-ms}. */
final class RetryAfter {
    static final long NONE = -1;

    private RetryAfter() {}

    /** Milliseconds from now, never negative; {@link #NONE} when nothing understandable was said. */
    static long millis(MultiMap headers, InstantSource clock) {
        String millis = headers.get("retry-after-ms");
        long exact = millis == null ? NONE : number(millis, 1);
        if (exact != NONE) {
            return exact;
        }
        String value = headers.get("retry-after");
        if (value == null) {
            return NONE;
        }
        long seconds = number(value, 1000);
        return seconds != NONE ? seconds : until(value, clock.instant());
    }

    private static long number(String text, int unitMillis) {
        try {
            double value = Double.parseDouble(text.trim());
            return value >= 0 && value < 1e9 ? (long) Math.ceil(value * unitMillis) : NONE;
        } catch (NumberFormatException notANumber) {
            return NONE;
        }
    }

    private static long until(String text, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, then.toEpochMilli() - now.toEpochMilli());
        } catch (DateTimeParseException neitherForm) {
            return NONE;
        }
    }
}

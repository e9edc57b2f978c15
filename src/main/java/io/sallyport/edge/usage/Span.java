package io.sallyport.edge.usage;

import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.Period;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * From when to when usage is asked for.
 *
 * @param from inclusive
 * @param to   exclusive
 */
record Span(Instant from, Instant to) {
    /** The month that {@code now} is in, so far as the request does not say otherwise. A date is its beginning in the catalogue's time zone. */
    static Span of(UsageParams params, Instant now, ZoneId zone) {
        Period month = Period.of(Window.MONTH, now, zone);
        Instant from = moment("from", params.get("from"), zone).orElse(month.start());
        Instant to = moment("to", params.get("to"), zone).orElse(month.end());
        if (!from.isBefore(to)) {
            throw UsageParams.bad(
                    params.get("to").isPresent() ? "to" : "from",
                    "leaves no time: from is " + from + " and to is " + to,
                    "Send a to that is later than from.");
        }
        return new Span(from, to);
    }

    private static Optional<Instant> moment(String name, Optional<String> text, ZoneId zone) {
        return text.map(written -> {
            try {
                Instant at = written.length() == 10
                        ? LocalDate.parse(written).atStartOfDay(zone).toInstant()
                        : OffsetDateTime.parse(written).toInstant();
                return within(name, at);
            } catch (DateTimeException unreadable) {
                throw UsageParams.bad(
                        name,
                        "is neither a date nor a moment",
                        "Send 2026-11-01 or 2026-11-01T00:00:00Z, with + as %2B in an offset.");
            }
        });
    }

    private static Instant within(String name, Instant at) {
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        if (year < 2000 || year > 9999) {
            throw UsageParams.bad(name, "is in no year from 2000 to 9999", "Correct or omit it.");
        }
        return at;
    }
}

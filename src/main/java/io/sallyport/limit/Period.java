package io.sallyport.limit;

import io.sallyport.catalog.LimitSpec.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * One window of the calendar.
 *
 * @param start inclusive
 * @param end   exclusive: when its budget is whole again
 */
public record Period(Instant start, Instant end) {

    /** The window of which {@code now} is a part, where days and months begin as in {@code zone}; an hour is one of the zone's too. */
    public static Period of(Window window, Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        return switch (window) {
            case SECOND -> from(local, ChronoUnit.SECONDS);
            case MINUTE -> from(local, ChronoUnit.MINUTES);
            case HOUR -> from(local, ChronoUnit.HOURS);
            case DAY -> days(local, ChronoUnit.DAYS);
            case MONTH -> days(local.withDayOfMonth(1), ChronoUnit.MONTHS);
            case NOW -> throw new IllegalArgumentException("what is under way has no calendar");
        };
    }

    // Where the clock is changed by less than an hour, the change ends one and begins another: hours neither overlap
    // nor leave a gap.
    private static Period from(ZonedDateTime local, ChronoUnit unit) {
        ZoneRules rules = local.getZone().getRules();
        Instant now = local.toInstant();
        Instant start = local.toOffsetDateTime().truncatedTo(unit).toInstant();
        Instant end = start.plus(1, unit);
        ZoneOffsetTransition before = rules.previousTransition(now.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(now);
        return new Period(
                before != null && before.getInstant().isAfter(start) ? before.getInstant() : start,
                after != null && after.getInstant().isBefore(end) ? after.getInstant() : end);
    }

    // A day begins when its date does, which is not midnight where the clock jumps over it.
    private static Period days(ZonedDateTime start, ChronoUnit unit) {
        var date = start.toLocalDate();
        return new Period(
                date.atStartOfDay(start.getZone()).toInstant(),
                date.plus(1, unit).atStartOfDay(start.getZone()).toInstant());
    }
}

package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.LimitSpec.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PeriodTest {
    private static final Window[] CALENDAR = {Window.SECOND, Window.MINUTE, Window.HOUR, Window.DAY, Window.MONTH};

    private static Period of(Window window, String local, String zone) {
        return Period.of(window, at(local, zone), ZoneId.of(zone));
    }

    private static Instant at(String local, String zone) {
        return ZonedDateTime.parse(local + "[" + zone + "]").toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        // the clock goes forward, back, and does neither
        "Europe/Berlin, 2026-03-29T12:00:00+02:00, 23",
        "Europe/Berlin, 2026-10-25T12:00:00+01:00, 25",
        "Europe/Berlin, 2026-11-28T00:00:00+01:00, 24",
        // the day begins at one o'clock: there is no midnight
        "America/Asuncion, 2023-10-01T12:00:00-03:00, 23",
        "Africa/Cairo, 2026-04-24T12:00:00+03:00, 23",
        // by half an hour
        "Australia/Lord_Howe, 2026-04-05T12:00:00+10:30, 24.5",
        "UTC, 2026-02-28T23:59:59.999Z, 24",
    })
    void a_day_is_as_long_as_its_zone_makes_it(String zone, String local, double hours) {
        Period day = of(Window.DAY, local, zone);

        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofMinutes((long) (hours * 60)));
    }

    @Test
    void a_day_without_a_midnight_begins_with_its_first_moment() {
        Period day = of(Window.DAY, "2026-04-24T12:00:00+03:00", "Africa/Cairo");

        assertThat(day.start()).isEqualTo(Instant.parse("2026-04-23T22:00:00Z"));
        assertThat(of(Window.DAY, "2026-04-23T12:00:00+02:00", "Africa/Cairo").end())
                .isEqualTo(day.start());
    }

    @Test
    void both_of_the_hours_that_a_night_has_twice_are_hours_of_their_own() {
        Period first = of(Window.HOUR, "2026-10-25T02:30:00+02:00", "Europe/Berlin");
        Period second = of(Window.HOUR, "2026-10-25T02:30:00+01:00", "Europe/Berlin");

        assertThat(first)
                .isEqualTo(new Period(Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-10-25T01:00:00Z")));
        assertThat(second)
                .isEqualTo(new Period(Instant.parse("2026-10-25T01:00:00Z"), Instant.parse("2026-10-25T02:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-02-10T00:00:00Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "UTC, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "UTC, 2026-12-31T23:59:59.999999999Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "Europe/Berlin, 2026-03-31T23:30:00+02:00, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "Asia/Kathmandu, 2026-11-01T00:00:00+05:45, 2026-10-31T18:15:00Z, 2026-11-30T18:15:00Z",
        "America/Asuncion, 2023-10-20T00:00:00-03:00, 2023-10-01T04:00:00Z, 2023-11-01T03:00:00Z",
    })
    void a_month_goes_from_its_first_day_to_the_next_months(String zone, String local, Instant from, Instant to) {
        assertThat(of(Window.MONTH, local, zone)).isEqualTo(new Period(from, to));
    }

    @Test
    void at_midnight_of_the_zone_a_new_day_has_begun_and_a_nanosecond_before_it_has_not() {
        Instant midnight = at("2026-11-28T00:00:00+01:00", "Europe/Berlin");
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(Period.of(Window.DAY, midnight, berlin).start()).isEqualTo(midnight);
        assertThat(Period.of(Window.DAY, midnight.minusNanos(1), berlin).end()).isEqualTo(midnight);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin",
        "America/New_York",
        "America/Asuncion",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "UTC",
        "+05:30"
    })
    void windows_follow_each_other_without_a_gap_or_an_overlap(String name) {
        ZoneId zone = ZoneId.of(name);
        for (Window window : CALENDAR) {
            Instant from = Instant.parse("2011-12-25T00:00:00Z");
            int steps = window == Window.MONTH ? 200 : window == Window.DAY ? 1_500 : 3_000;
            Period now = Period.of(window, from, zone);
            for (int step = 0; step < steps; step++) {
                Period next = Period.of(window, now.end(), zone);
                assertThat(next.start())
                        .as("%s in %s after %s", window, name, now)
                        .isEqualTo(now.end());
                assertThat(next.end()).isAfter(next.start());
                Instant last = next.end().minusNanos(1);
                assertThat(Period.of(window, last, zone))
                        .as("%s in %s", window, name)
                        .isEqualTo(next);
                now = next;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NOW", mode = EnumSource.Mode.EXCLUDE)
    void a_window_has_its_moment_in_it(Window window) {
        Instant now = Instant.parse("2026-11-28T07:08:09.123456789Z");

        Period period = Period.of(window, now, ZoneOffset.UTC);

        assertThat(now).isAfterOrEqualTo(period.start()).isBefore(period.end());
    }

    @Test
    void what_is_under_way_has_no_calendar() {
        assertThatThrownBy(() -> Period.of(Window.NOW, Instant.EPOCH, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

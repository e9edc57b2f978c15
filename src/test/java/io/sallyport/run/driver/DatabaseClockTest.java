package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What time it is, is what the database said, and what has passed since; no wall clock of a replica is in it. */
class DatabaseClockTest {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration SLOW = Duration.ofMinutes(1);

    @Test
    void it_is_the_databases_time_however_far_the_own_clock_is_from_it() {
        DatabaseClock clock = new DatabaseClock(LONG_AGO);

        assertThat(clock.now()).isBetween(LONG_AGO, LONG_AGO.plus(SLOW));
    }

    @Test
    void what_the_database_says_later_counts_and_what_it_said_before_is_not_taken_back() {
        DatabaseClock clock = new DatabaseClock(LONG_AGO);
        Instant later = LONG_AGO.plusSeconds(3600);
        clock.heard(later);
        assertThat(clock.now()).isBetween(later, later.plus(SLOW));

        clock.heard(LONG_AGO);

        assertThat(clock.now()).isAfterOrEqualTo(later);
    }

    @Test
    void it_never_runs_backwards() {
        DatabaseClock clock = new DatabaseClock(LONG_AGO);
        Instant before = clock.now();
        for (int i = 0; i < 1000; i++) {
            clock.heard(LONG_AGO);
            Instant now = clock.now();
            assertThat(now).isAfterOrEqualTo(before);
            before = now;
        }
    }
}

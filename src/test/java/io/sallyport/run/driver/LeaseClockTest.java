package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.run.driver.LeaseClock.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two clocks, either of which may be wrong: a lease is as old as the older of them says. */
class LeaseClockTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final OddClock wall = new OddClock();

    /** A wall clock that somebody sets. */
    private static final class OddClock implements InstantSource {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        void set(Duration by) {
            now = now.plus(by);
        }
    }

    private LeaseClock sent(Duration ago) {
        return new LeaseClock(wall, new Moment(System.nanoTime() - ago.toNanos(), wall.millis()));
    }

    private LeaseClock sentNow() {
        return new LeaseClock(wall, LeaseClock.now(wall));
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200, -300, 0, 300, 7200})
    void how_far_a_replicas_clock_is_from_the_others_makes_no_difference(long seconds) {
        wall.set(Duration.ofSeconds(seconds));

        assertThat(sentNow().youngerThan(LIMIT)).isTrue();
        assertThat(sent(LIMIT).youngerThan(LIMIT)).isFalse();
    }

    @Test
    void a_wall_clock_that_is_set_back_does_not_make_a_lease_younger() {
        LeaseClock clock = sent(Duration.ofSeconds(11));
        wall.set(Duration.ofMinutes(-5));

        assertThat(clock.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(11));
        assertThat(clock.youngerThan(LIMIT)).isFalse();
    }

    @Test
    void a_machine_that_slept_has_an_old_lease_although_its_monotonic_clock_stood_still() {
        LeaseClock clock = sentNow();
        wall.set(Duration.ofSeconds(30));

        assertThat(clock.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(clock.youngerThan(LIMIT)).isFalse();
    }

    @Test
    void a_wall_clock_that_is_set_forward_stops_new_work_until_the_next_renewal_and_no_longer() {
        LeaseClock clock = sentNow();
        wall.set(Duration.ofMinutes(5));
        assertThat(clock.youngerThan(LIMIT)).isFalse();

        clock.renewed(LeaseClock.now(wall));

        assertThat(clock.youngerThan(LIMIT)).isTrue();
    }

    @Test
    void a_renewal_counts_from_when_it_was_sent_and_an_older_one_that_is_answered_later_counts_nothing() {
        LeaseClock clock = sent(Duration.ofSeconds(8));
        Moment older = new Moment(System.nanoTime() - Duration.ofSeconds(9).toNanos(), wall.millis());

        clock.renewed(older);
        assertThat(clock.age()).isBetween(Duration.ofSeconds(8), Duration.ofMillis(8900));

        clock.renewed(new Moment(System.nanoTime() - Duration.ofSeconds(3).toNanos(), wall.millis()));
        assertThat(clock.age()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(7900));
    }
}

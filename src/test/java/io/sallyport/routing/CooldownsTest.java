package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CooldownsTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final Cooldowns cooldowns = new Cooldowns(clock::get);

    @Test
    void a_candidate_cools_until_the_time_it_asked_for() {
        cooldowns.cool("p/m", 1000);

        assertThat(cooldowns.remainingMillis("p/m")).isBetween(1000L, 1001L);
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1000));
        assertThat(cooldowns.remainingMillis("p/m")).isZero();
    }

    @Test
    void a_shorter_wish_does_not_shorten_a_longer_one() {
        cooldowns.cool("p/m", 5000);
        cooldowns.cool("p/m", 10);

        assertThat(cooldowns.remainingMillis("p/m")).isGreaterThan(4000);
    }

    @Test
    void an_answer_ends_the_cooldown() {
        cooldowns.cool("p/m", 5000);
        cooldowns.recovered("p/m");

        assertThat(cooldowns.remainingMillis("p/m")).isZero();
    }

    @Test
    void an_absurd_wish_is_capped() {
        cooldowns.cool("p/m", TimeUnit.DAYS.toMillis(30));

        assertThat(cooldowns.remainingMillis("p/m")).isLessThanOrEqualTo(TimeUnit.MINUTES.toMillis(10) + 1);
    }

    @Test
    void models_that_left_the_catalogue_are_forgotten() {
        cooldowns.cool("p/m", 5000);
        cooldowns.retain(Set.of("p/other"));

        assertThat(cooldowns.remainingMillis("p/m")).isZero();
    }
}

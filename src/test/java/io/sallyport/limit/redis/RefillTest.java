package io.sallyport.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.redis.Refill.Span;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RefillTest {
    private static final long MINUTE = 60_000_000;
    private static final long MONTH = 30L * 24 * 60 * MINUTE;

    @Test
    void what_is_taken_takes_its_part_of_the_window_to_refill() {
        Refill refill = new Refill(7, MINUTE);
        assertThat(refill.cost(7)).isEqualTo(new Span(MINUTE, 0));
        assertThat(refill.cost(1)).isEqualTo(new Span(8_571_428, 4));
        assertThat(refill.cost(0)).isEqualTo(Span.NONE);
        assertThat(refill.cost(8)).as("more than it holds").isEqualTo(new Span(MINUTE + 1, 0));
    }

    @Test
    void no_amount_and_no_window_is_too_large_to_be_exact() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            long amount = random.nextLong(1, 1L << random.nextInt(1, 51));
            long count = random.nextLong(1, amount + 1);
            Span cost = new Refill(amount, MONTH).cost(count);
            assertThat(big(cost.micros()).multiply(big(amount)).add(big(cost.part())))
                    .isEqualTo(big(count).multiply(big(MONTH)));
            assertThat(cost.part()).isBetween(0L, amount - 1);
        }
    }

    @Test
    void the_level_is_what_can_still_be_taken() {
        Refill refill = new Refill(7, MINUTE);
        assertThat(refill.level(0, 0, 1_000)).as("full").isEqualTo(7);
        Span one = refill.cost(1);
        assertThat(refill.level(1_000 + one.micros(), one.part(), 1_000)).isEqualTo(6);
        assertThat(refill.level(1_000 + one.micros(), one.part() + 1, 1_000)).isEqualTo(5);
        assertThat(refill.level(1_000 + MINUTE, 0, 1_000)).isZero();
        assertThat(refill.level(1_000 + 2 * MINUTE, 0, 1_000)).as("owing").isZero();
    }

    @Test
    void a_window_is_that_of_the_limit_and_a_month_has_thirty_days() {
        assertThat(Refill.of(new LimitSpec(Measure.REQUESTS, Window.MONTH, 3))).isEqualTo(new Refill(3, MONTH));
        assertThat(Refill.of(new LimitSpec(Measure.TOKENS, Window.MINUTE, 3))).isEqualTo(new Refill(3, MINUTE));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}

package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.RouteSpec.RetrySpec;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryDelaysTest {
    private static final RetrySpec SPEC =
            new RetrySpec(5, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void a_bearable_retry_after_is_waited_for_exactly() {
        assertThat(RetryDelays.millis(SPEC, 1, 3000, new Random(1))).isEqualTo(3000);
    }

    @Test
    void a_retry_after_beyond_the_route_s_patience_means_another_candidate() {
        assertThat(RetryDelays.millis(SPEC, 1, 3001, new Random(1))).isEqualTo(RetryDelays.NOT_AT_ALL);
    }

    @Test
    void backoff_doubles_up_to_its_cap_with_full_jitter() {
        Random random = new Random(7);
        for (int attempt = 1; attempt < 30; attempt++) {
            long ceiling = Math.min(1000, 200L << Math.min(attempt - 1, 20));
            for (int i = 0; i < 200; i++) {
                assertThat(RetryDelays.millis(SPEC, attempt, RetryAfter.NONE, random))
                        .isBetween(0L, ceiling);
            }
        }
    }
}

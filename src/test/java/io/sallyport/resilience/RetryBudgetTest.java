package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final AtomicLong clock = new AtomicLong(TimeUnit.SECONDS.toNanos(1000));
    private final RetryBudget budget = new RetryBudget(clock::get);

    @Test
    void a_quiet_provider_is_retried_ten_times_in_ten_seconds_and_not_more() {
        assertThat(granted(50)).isEqualTo(10);
    }

    @Test
    void a_busy_provider_gets_a_fifth_of_its_load_in_retries() {
        for (int i = 0; i < 1000; i++) {
            budget.firstAttempt();
        }
        assertThat(granted(1000)).isEqualTo(200);
    }

    @Test
    void what_was_spent_more_than_ten_seconds_ago_is_forgotten() {
        assertThat(granted(50)).isEqualTo(10);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(granted(50)).isZero();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(granted(50)).isEqualTo(10);
    }

    private int granted(int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += budget.tryRetry() ? 1 : 0;
        }
        return granted;
    }
}

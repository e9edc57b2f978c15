package io.sallyport.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.StartRefused;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
    @Test
    void what_nobody_knows_is_remembered_for_a_month_longer() {
        Retention retention = new Retention(Duration.ofHours(24));

        assertThat(retention.keep()).isEqualTo(Duration.ofHours(24));
        assertThat(retention.keepUnknown()).isEqualTo(Duration.ofDays(31));
    }

    @Test
    void less_than_a_day_refuses_the_start() {
        assertThatThrownBy(() -> new Retention(Duration.ofHours(23)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("sallyport.idempotency.keep");
    }
}

package io.sallyport.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private final AtomicInteger givenBack = new AtomicInteger();
    private final Departure departure = new Departure(givenBack::incrementAndGet);

    @Test
    void whoever_leaves_first_has_nothing_given_back_before_the_answer() {
        departure.left();
        assertThat(givenBack).hasValue(0);

        departure.answered();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void whoever_leaves_when_the_answer_is_on_its_way_to_them_has_it_given_back_at_once() {
        departure.answered();
        assertThat(givenBack).hasValue(0);

        departure.left();
        assertThat(givenBack).hasValue(1);
    }
}

package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SplicerTest {
    private static final String DELIVERED = "The quick brown fox jumps over the lazy dog and ";

    @Test
    void a_restarted_answer_goes_on_after_what_was_delivered() {
        Splicer splicer = Splicer.restarting(DELIVERED);

        assertThat(splicer.next("The quick brown fox ")).isNull();
        assertThat(splicer.next("jumps over the lazy dog and runs")).isEqualTo("runs");
        assertThat(splicer.next(" away")).isEqualTo(" away");
        assertThat(splicer.mayEnd()).isTrue();
    }

    @Test
    void a_restarted_answer_that_differs_in_one_character_has_diverged() {
        Splicer splicer = Splicer.restarting(DELIVERED);

        assertThat(splicer.next("The quick brown cat ")).isNull();
        assertThat(splicer.diverged()).isTrue();
        assertThat(splicer.mayEnd()).isFalse();
    }

    @Test
    void a_restarted_answer_may_not_end_inside_what_was_delivered() {
        Splicer splicer = Splicer.restarting(DELIVERED);

        assertThat(splicer.next("The quick")).isNull();
        assertThat(splicer.diverged()).isFalse();
        assertThat(splicer.mayEnd()).isFalse();
    }

    @Test
    void a_prefilled_answer_goes_on_as_it_is() {
        Splicer splicer = Splicer.continuing(DELIVERED);

        assertThat(splicer.next("runs")).isEqualTo("runs");
        assertThat(splicer.next(" away")).isEqualTo(" away");
    }

    @Test
    void a_prefilled_answer_that_begins_like_the_delivered_one_loses_nothing() {
        Splicer splicer = Splicer.continuing(DELIVERED);

        assertThat(splicer.next("The ")).isNull();
        assertThat(splicer.next("end")).isEqualTo("The end");
    }

    @Test
    void a_prefilled_answer_that_ends_while_it_looks_like_a_repetition_is_given_whole() {
        Splicer splicer = Splicer.continuing(DELIVERED);

        assertThat(splicer.next("The")).isNull();
        assertThat(splicer.mayEnd()).isTrue();
        assertThat(splicer.heldBack()).isEqualTo("The");
        assertThat(splicer.heldBack()).isNull();
    }

    @Test
    void a_prefilled_answer_that_repeats_the_beginning_is_taken_for_a_restart() {
        Splicer splicer = Splicer.continuing(DELIVERED);

        assertThat(splicer.next(DELIVERED + "runs")).isEqualTo("runs");
    }

    @Test
    void however_a_restarted_answer_is_cut_into_chunks_the_caller_gets_it_once() {
        String whole = DELIVERED + "runs away from it.";
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int had = random.nextInt(DELIVERED.length()) + 1;
            Splicer splicer = random.nextBoolean()
                    ? Splicer.restarting(whole.substring(0, had))
                    : Splicer.continuing(whole.substring(0, had));
            StringBuilder caller = new StringBuilder(whole.substring(0, had));
            for (int at = 0; at < whole.length(); ) {
                int end = Math.min(whole.length(), at + 1 + random.nextInt(9));
                String fresh = splicer.next(whole.substring(at, end));
                caller.append(fresh == null ? "" : fresh);
                at = end;
            }
            assertThat(caller).as("seed %d", seed).hasToString(whole);
        }
    }
}

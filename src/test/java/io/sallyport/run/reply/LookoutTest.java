package io.sallyport.run.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.run.reply.Lookout.Choice;
import io.sallyport.run.reply.OpenReply.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final Instant THEN = Instant.EPOCH;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Lookout lookout = new Lookout();

    private static OpenReply reply(String run, State state, Instant until) {
        return new OpenReply(run, 0, state, until);
    }

    private Choice after(Duration watched, OpenReply... open) {
        return lookout.choose(List.of(open), watched);
    }

    @Test
    void with_nothing_unfinished_it_begins_anew() {
        assertThat(after(Duration.ZERO)).isEqualTo(new Choice.BeginAnew());
    }

    @Test
    void of_those_that_were_cut_the_oldest_is_taken_at_once() {
        OpenReply held = reply("run_1", State.HELD, THEN);
        OpenReply cut = reply("run_2", State.CUT, THEN);
        assertThat(after(Duration.ZERO, held, cut, reply("run_3", State.CUT, THEN)))
                .isEqualTo(new Choice.Take(cut));
    }

    @Test
    void a_holder_that_shows_that_it_lives_keeps_its_answer() {
        assertThat(after(Duration.ZERO, reply("run_1", State.HELD, THEN))).isEqualTo(new Choice.Wait());
        assertThat(after(Pulse.EVERY, reply("run_1", State.HELD, THEN.plusSeconds(2))))
                .isEqualTo(new Choice.BeginAnew());
    }

    @Test
    void a_holder_that_writes_down_the_cut_while_it_is_watched_gives_its_answer_up() {
        assertThat(after(Duration.ZERO, reply("run_1", State.HELD, THEN))).isEqualTo(new Choice.Wait());
        OpenReply cut = reply("run_1", State.CUT, THEN);
        assertThat(after(Duration.ofMillis(250), cut)).isEqualTo(new Choice.Take(cut));
    }

    @Test
    void a_holder_whose_pulse_has_stopped_is_given_one_more_beat() {
        OpenReply lapsed = reply("run_1", State.LAPSED, THEN);
        assertThat(after(Duration.ZERO, lapsed)).isEqualTo(new Choice.Wait());
        assertThat(after(Lookout.SILENCE, lapsed)).isEqualTo(new Choice.Take(lapsed));
    }

    @Test
    void a_pulse_that_comes_back_is_a_living_holder_s() {
        assertThat(after(Duration.ZERO, reply("run_1", State.LAPSED, THEN))).isEqualTo(new Choice.Wait());
        assertThat(after(LONG, reply("run_1", State.HELD, THEN.plusSeconds(9)))).isEqualTo(new Choice.BeginAnew());
    }

    @Test
    void who_takes_over_is_another_holder_with_a_pulse_of_its_own() {
        assertThat(after(Duration.ZERO, reply("run_1", State.LAPSED, THEN))).isEqualTo(new Choice.Wait());
        OpenReply next = new OpenReply("run_1", 1, State.HELD, THEN.plusSeconds(9));
        assertThat(after(LONG, next)).isEqualTo(new Choice.Wait());
    }
}

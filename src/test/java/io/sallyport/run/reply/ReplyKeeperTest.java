package io.sallyport.run.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.core.Sha256;
import io.sallyport.run.reply.OpenReply.State;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyKeeperTest {
    private static final Asked ASKED = new Asked("default", "web", null, Sha256.of("body"));
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestingReplies replies = new TestingReplies();
    private final Pulse pulse = new Pulse(replies, vertx, prefix -> prefix + "_1");
    private final ReplyKeeper keeper = new ReplyKeeper(replies, pulse);

    @AfterEach
    void close() {
        var _ = vertx.close();
    }

    private Optional<String> takeOver(int retry) {
        return keeper.takeOver(ASKED, retry, "req_1").await().atMost(SOON).map(ReplyKeeper.Held::run);
    }

    @Test
    void a_cut_answer_is_taken_over_once_by_requests_that_are_as_often_repeated() {
        keeper.hold("run_1").cut();
        assertThat(takeOver(1)).contains("run_1");
        assertThat(takeOver(1)).isEmpty();
        assertThat(replies.get("run_1").retry()).isEqualTo(1);
    }

    @Test
    void who_took_over_and_was_cut_too_is_followed_by_the_next_repetition() {
        keeper.hold("run_1").cut();
        keeper.takeOver(ASKED, 1, "req_1").await().atMost(SOON).orElseThrow().cut();
        assertThat(takeOver(1)).as("another first repetition").isEmpty();
        assertThat(takeOver(2)).contains("run_1");
    }

    @Test
    void what_was_taken_over_without_anybody_s_knowing_is_followed_by_the_next_repetition() {
        keeper.hold("run_1").cut();
        replies.loseAdoption();
        assertThatThrownBy(() -> takeOver(1)).hasMessageContaining("its answer is lost");
        assertThat(takeOver(2)).contains("run_1");
    }

    @Test
    void an_answer_that_came_to_its_end_is_nobody_s_any_more() {
        ReplyKeeper.Held held = keeper.hold("run_1");
        held.completed();
        assertThat(takeOver(1)).isEmpty();
    }

    @Test
    void a_cut_is_written_down_even_if_the_store_is_away_for_a_moment() {
        ReplyKeeper.Held held = keeper.hold("run_1");
        replies.away(3);
        held.cut();
        await().atMost(SOON).until(() -> replies.get("run_1").state() == State.CUT);
    }

    @Test
    void a_repetition_waits_until_it_is_known_that_the_answer_was_cut() {
        keeper.hold("run_1");
        var found = keeper.takeOver(ASKED, 1, "req_1").subscribeAsCompletionStage();
        assertThat(found).isNotDone();
        replies.set("run_1", 0, State.CUT, Instant.EPOCH);
        await().atMost(SOON).untilAsserted(() -> assertThat(found).isCompleted());
        assertThat(found.join().map(ReplyKeeper.Held::run)).contains("run_1");
    }

    @Test
    void a_process_says_that_it_lives_for_as_long_as_it_does() {
        pulse.begin(new StartupEvent());
        await().atMost(SOON).until(() -> replies.pulses().size() >= 2);
        assertThat(replies.pulses()).containsOnly("proc_1");
        assertThat(replies.sweeps()).isEqualTo(1);
        pulse.end(new ShutdownEvent());
    }
}

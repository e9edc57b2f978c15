package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import io.sallyport.run.stream.StreamObserver.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunStreamsTest {
    private static final String RUN = "run_1";

    private final Random chance = new Random(1);
    private final TestingActors actors = new TestingActors(chance);
    private final TestingJournal journal = new TestingJournal();
    private final TestingNews wire = new TestingNews(chance);
    private final RunNews performer = wire.replica(actors.actor());
    private final RunNews elsewhere = wire.replica(actors.actor());
    private final TestingStreamObserver viewers = new TestingStreamObserver();
    private final RunStreams here = replica(performer);
    private final RunStreams there = replica(elsewhere);

    private RunStreams replica(RunNews news) {
        return new RunStreams(
                new BoundedJournal(journal.seenFrom(actors.actor(), chance), 2),
                news,
                asked -> journal.ends(asked),
                viewers);
    }

    private TestingClient client() {
        return new TestingClient(RUN, actors.actor());
    }

    private long commit(String type) {
        long seq = journal.commit(RUN, type, "\"" + type + "\"");
        performer.publish(RUN, new News.Committed());
        return seq;
    }

    private void say(long seq, int attempt, int from, int to) {
        for (int n = from; n <= to; n++) {
            performer.publish(RUN, new News.Delta(seq, 1, attempt, n, TestingClient.word(seq, attempt, n)));
        }
    }

    private void look(RunStreams streams) {
        var _ = streams.look().subscribe().with(done -> {}, failure -> {});
        actors.settle();
    }

    @Test
    void who_follows_from_the_beginning_is_given_every_event_once_and_then_the_end() {
        TestingClient client = client().follow(there);
        commit("run.created");
        actors.settle();
        commit("step.started");
        commit("run.completed");
        actors.settle();

        assertThat(client.durable()).isEqualTo(journal.stream(RUN));
        assertThat(client.ended()).isTrue();
        assertThat(there.size()).as("runs that are still watched").isZero();
    }

    @Test
    void readers_and_what_they_are_given_are_counted() {
        TestingClient near = client().follow(here);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 5);
        actors.settle();
        TestingClient late = client().follow(there);
        actors.settle();
        say(seq, 1, 6, 6);
        actors.settle();

        assertThat(viewers.open()).isEqualTo(2);
        assertThat(viewers.count(Frame.EVENT)).isEqualTo(2);
        assertThat(viewers.count(Frame.PIECE)).isEqualTo(6);
        assertThat(viewers.count(Frame.RESET)).isEqualTo(late.resets()).isEqualTo(1);

        near.leave();
        late.isLetGo();
        actors.settle();
        assertThat(viewers.open()).isZero();
        assertThat(viewers.tooSlowOnes()).isEqualTo(1);
    }

    @Test
    void a_long_history_comes_in_pages_and_whole() {
        IntStream.range(0, 1_000).forEach(i -> commit("step.started"));
        commit("run.completed");
        TestingClient client = client().follow(here);
        actors.settle();

        assertThat(client.durable()).isEqualTo(journal.stream(RUN));
        assertThat(client.ended()).isTrue();
    }

    @Test
    void pieces_of_an_answer_come_on_every_replica_that_has_listened_from_its_beginning() {
        TestingClient near = client().follow(here);
        TestingClient far = client().follow(there);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 5);
        actors.settle();

        assertThat(near.pieces()).isEqualTo(5);
        assertThat(far.pieces()).isEqualTo(5);
    }

    @Test
    void who_comes_in_the_middle_of_an_answer_is_told_that_its_pieces_are_not_to_be_had() {
        long seq = commit("step.started");
        say(seq, 1, 1, 5);
        actors.settle();
        TestingClient late = client().follow(there);
        actors.settle();
        say(seq, 1, 6, 9);
        actors.settle();
        assertThat(late.pieces()).isZero();
        assertThat(late.resets()).isEqualTo(1);

        commit("message.completed");
        actors.settle();
        assertThat(late.durable()).isEqualTo(journal.stream(RUN));
    }

    @Test
    void who_comes_back_to_a_replica_that_has_heard_all_of_an_answer_goes_on_where_it_was() {
        TestingClient other = client().follow(here);
        TestingClient client = client().follow(here);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 3);
        actors.settle();
        client.leave();
        say(seq, 1, 4, 6);
        client.follow(here);
        actors.settle();

        assertThat(client.pieces()).isEqualTo(6);
        assertThat(client.resets()).isZero();
        assertThat(other.pieces()).isEqualTo(6);
    }

    @Test
    void who_comes_back_elsewhere_in_the_middle_of_an_answer_hears_first_that_it_is_void() {
        TestingClient client = client().follow(here);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 3);
        actors.settle();
        client.leave();
        commit("message.completed");
        client.follow(there);
        actors.settle();

        assertThat(client.resets()).isEqualTo(1);
        assertThat(client.durable()).isEqualTo(journal.stream(RUN));
    }

    @Test
    void an_attempt_after_one_that_was_lost_begins_with_its_first_piece() {
        TestingClient client = client().follow(there);
        long first = commit("step.started");
        actors.settle();
        say(first, 1, 1, 3);
        actors.settle();
        long second = commit("reset");
        actors.settle();
        say(first, 1, 4, 4); // its old owner does not know yet
        say(second, 2, 1, 2);
        actors.settle();

        assertThat(client.pieces()).isEqualTo(5);
        assertThat(client.resets()).isZero();
    }

    @Test
    void a_lost_piece_takes_the_others_back() {
        TestingClient client = client().follow(there);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 3);
        actors.settle();
        say(seq, 1, 5, 8);
        actors.settle();

        assertThat(client.pieces()).isEqualTo(3);
        assertThat(client.resets()).isEqualTo(1);
    }

    @Test
    void a_slow_reader_loses_pieces_and_no_event_and_delays_nobody() {
        TestingClient slow = client().takes(0).follow(here);
        TestingClient quick = client().follow(here);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 100);
        commit("message.completed");
        actors.settle();
        assertThat(quick.pieces()).isEqualTo(100);
        assertThat(quick.seq()).isEqualTo(2);

        slow.takes(Integer.MAX_VALUE);
        actors.settle();
        assertThat(slow.pieces()).isZero();
        assertThat(slow.durable()).isEqualTo(journal.stream(RUN));
    }

    @Test
    void a_reader_that_is_too_far_behind_for_pieces_is_told_so() {
        TestingClient slow = client().follow(here);
        long seq = commit("step.started");
        actors.settle();
        say(seq, 1, 1, 1);
        actors.settle();
        slow.takes(0);
        actors.settle();
        int many = RunStreams.MOST_LIVE_CHARS / TestingClient.word(seq, 1, 1).length();
        say(seq, 1, 2, many);
        slow.takes(Integer.MAX_VALUE);
        actors.settle();

        assertThat(slow.pieces()).isEqualTo(1);
        assertThat(slow.resets()).isEqualTo(1);
    }

    @Test
    void a_thousand_readers_of_one_run_are_served_by_a_page_at_a_time() {
        List<TestingClient> crowd =
                IntStream.range(0, 1_000).mapToObj(i -> client().follow(here)).toList();
        IntStream.range(0, 20).forEach(i -> {
            commit("step.started");
            actors.settle();
        });

        assertThat(crowd).allSatisfy(client -> assertThat(client.seq()).isEqualTo(20));
        assertThat(journal.reads()).as("pages that were read").isLessThan(200);
    }

    @Test
    void what_nobody_has_told_is_found_by_looking() {
        wire.losing(1);
        TestingClient client = client().follow(there);
        actors.settle();
        commit("run.created");
        commit("run.completed");
        actors.settle();
        assertThat(client.seq()).isZero();

        look(there);
        assertThat(client.durable()).isEqualTo(journal.stream(RUN));
    }

    @Test
    void a_store_that_is_away_for_a_while_delays_the_stream_and_breaks_nothing() {
        journal.failing(1);
        TestingClient client = client().follow(here);
        commit("run.created");
        actors.settle();
        look(here);
        assertThat(client.seq()).isZero();

        journal.failing(0);
        look(here);
        assertThat(client.durable()).isEqualTo(journal.stream(RUN));
    }

    @Test
    void looking_reads_no_journal_that_has_not_grown() {
        client().follow(here);
        commit("run.created");
        actors.settle();
        int before = journal.reads();
        look(here);
        look(here);

        assertThat(journal.reads()).isEqualTo(before);
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    /** Commits, news, losses, failures, slowness, departures and returns to either replica, in any order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_in_whatever_order_each_client_has_the_unbroken_stream(int seed) {
        Random chance = new Random(seed);
        new StreamStory(chance).tell();
    }

    /** Helps to see that the stories are about something. */
    @Test
    void the_stories_tell_of_pieces_and_of_resets() {
        List<TestingClient> all = new ArrayList<>();
        seeds().limit(50).forEach(seed -> all.addAll(new StreamStory(new Random(seed)).tell()));
        assertThat(all.stream().mapToInt(TestingClient::pieces).sum()).isGreaterThan(1_000);
        assertThat(all.stream().mapToInt(TestingClient::resets).sum()).isGreaterThan(50);
    }
}

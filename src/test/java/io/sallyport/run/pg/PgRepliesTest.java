package io.sallyport.run.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Sha256;
import io.sallyport.run.reply.Asked;
import io.sallyport.run.reply.OpenReply;
import io.sallyport.run.reply.OpenReply.State;
import io.sallyport.run.reply.Replies.Adopter;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL. */
class PgRepliesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Sha256 BODY = Sha256.of("body");
    private static final Asked ADA = new Asked("default", "web", "ada", BODY);
    private static final Asked NOBODY = new Asked("default", "web", null, BODY);

    private static TestingPostgres postgres;
    private static Pool pool;
    private static PgReplies replies;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        postgres.empty();
        pool = postgres.pool(4, postgres.port());
        replies = new PgReplies(pool);
        sql("INSERT INTO agent_revision (digest, agent, spec) VALUES ('rev', 'desk', '{}')");
        sql("INSERT INTO thread (id, tenant, agent, client) VALUES ('th', 'default', 'desk', 'web')");
    }

    @BeforeEach
    void empty() {
        sql("DELETE FROM run");
        sql("DELETE FROM replica");
    }

    private static void sql(String statement) {
        postgres.execute(statement);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(SOON);
    }

    /** @param age of the run, such as {@code 3 seconds} */
    private static void run(String id, String subject, int position, String age) {
        sql(
                ("INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, request_id, body_hash,"
                                + " status, next_seq, created_at) VALUES ('%s', 'default', 'desk', 'rev', 'th', %d, 'web', %s, '%s', 'req',"
                                + " '\\x%s', 'RUNNING', 2, now() - interval '%s')")
                        .formatted(id, position, subject, id, BODY.hex(), age));
    }

    private static List<OpenReply> open(Asked asked, int retry) {
        return await(replies.open(asked, retry));
    }

    private static Adopter adopter(int retry) {
        return new Adopter("proc_2", retry, "req_2");
    }

    @Test
    void a_run_whose_replica_lives_is_held_and_its_pulse_can_be_seen_to_beat() {
        run("run_1", "'ada'", 1, "1 second");
        await(replies.pulse("proc_1", LEASE));
        await(replies.hold("run_1", "proc_1"));
        OpenReply first = open(ADA, 1).getFirst();
        assertThat(first.state()).isEqualTo(State.HELD);

        await(replies.pulse("proc_1", LEASE));
        assertThat(open(ADA, 1).getFirst().until()).isAfter(first.until());
    }

    @Test
    void a_run_whose_replica_s_pulse_has_stopped_has_lapsed() {
        run("run_1", "'ada'", 1, "1 second");
        await(replies.pulse("proc_1", Duration.ofMillis(-1)));
        await(replies.hold("run_1", "proc_1"));
        assertThat(open(ADA, 1)).extracting(OpenReply::state).containsExactly(State.LAPSED);
    }

    @Test
    void a_run_that_nobody_has_said_to_answer_is_held_for_as_long_as_a_pulse_would() {
        run("run_1", "'ada'", 1, "1 second");
        run("run_2", "'ada'", 2, "7 seconds");
        assertThat(open(ADA, 1))
                .extracting(OpenReply::run, OpenReply::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("run_2", State.LAPSED),
                        org.assertj.core.groups.Tuple.tuple("run_1", State.HELD));
    }

    @Test
    void only_the_same_body_of_the_same_caller_within_ten_minutes_counts() {
        run("run_1", "'ada'", 1, "11 minutes");
        run("run_2", "null", 2, "1 second");
        assertThat(open(ADA, 1)).isEmpty();
        assertThat(open(NOBODY, 1)).extracting(OpenReply::run).containsExactly("run_2");
        assertThat(open(new Asked("other", "web", null, BODY), 1)).isEmpty();
        assertThat(open(new Asked("default", "app", null, BODY), 1)).isEmpty();
        assertThat(open(new Asked("default", "web", null, Sha256.of("other")), 1))
                .isEmpty();
    }

    @Test
    void an_answer_that_came_to_its_end_is_not_open_and_cannot_be_cut_any_more() {
        run("run_1", "'ada'", 1, "1 second");
        await(replies.completed("run_1", 0));
        await(replies.cut("run_1", 0));
        assertThat(open(ADA, 1)).isEmpty();
    }

    @Test
    void of_many_who_take_over_one_cut_answer_one_succeeds() {
        run("run_1", "'ada'", 1, "1 second");
        await(replies.cut("run_1", 0));
        OpenReply seen = open(ADA, 1).getFirst();
        assertThat(seen.state()).isEqualTo(State.CUT);

        List<Uni<Boolean>> tries = IntStream.range(0, 20)
                .mapToObj(i -> replies.adopt(seen, adopter(1)))
                .toList();
        assertThat(await(Uni.join().all(tries).andFailFast()))
                .filteredOn(taken -> taken)
                .hasSize(1);
        assertThat(open(ADA, 1)).isEmpty();
        assertThat(open(ADA, 2)).extracting(OpenReply::retry).containsExactly(1);
    }

    @Test
    void a_former_holder_can_neither_end_nor_cut_what_another_answers() {
        run("run_1", "'ada'", 1, "1 second");
        await(replies.cut("run_1", 0));
        await(replies.pulse("proc_2", LEASE));
        assertThat(await(replies.adopt(open(ADA, 1).getFirst(), adopter(1)))).isTrue();
        await(replies.completed("run_1", 0));
        await(replies.cut("run_1", 0));
        assertThat(open(ADA, 2)).extracting(OpenReply::state).containsExactly(State.HELD);
    }

    @Test
    void processes_that_have_been_gone_for_a_day_are_forgotten() {
        await(replies.pulse("proc_old", Duration.ofDays(-2)));
        await(replies.pulse("proc_1", LEASE));
        await(replies.sweep());
        assertThat(await(pool.query("SELECT id FROM replica").execute()).rowCount())
                .isEqualTo(1);
    }

    @Test
    void how_far_journals_reach_is_asked_for_many_at_once() {
        run("run_1", "'ada'", 1, "1 second");
        run("run_2", "'ada'", 2, "1 second");
        assertThat(await(new PgJournalEnds(pool).of(List.of("run_1", "run_2", "run_3"))))
                .isEqualTo(Map.of("run_1", 1L, "run_2", 1L));
    }
}

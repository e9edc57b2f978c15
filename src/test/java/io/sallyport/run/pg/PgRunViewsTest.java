package io.sallyport.run.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Sha256;
import io.sallyport.run.ApprovalLine;
import io.sallyport.run.RunDetails;
import io.sallyport.run.RunFilter;
import io.sallyport.run.RunLine;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, with the rows that the store would have written. */
class PgRunViewsTest {
    private static TestingPostgres postgres;
    private static Pool pool;
    private static PgRunViews views;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        postgres.empty();
        pool = postgres.pool(4, postgres.port());
        views = new PgRunViews(pool);
        sql("INSERT INTO agent_revision (digest, agent, spec) VALUES ('rev', 'order-desk', '{}')");
        sql(
                "INSERT INTO thread (id, tenant, agent, client, subject, runs, last_run) VALUES ('th', 'default', 'order-desk', 'web', 'ada', 3, 'run_3')");
        run("run_1", "web", "ada", "COMPLETED", 1);
        run("run_2", "web", "bob", "QUEUED", 2);
        run("run_3", "web", "ada", "WAITING_APPROVAL", 3);
        run("run_4", "batch", null, "RUNNING", 4);
        events();
        calls();
        approvals();
    }

    @Test
    void a_list_has_the_newest_first_and_only_what_was_asked_for() {
        assertThat(ids(filter(Optional.empty(), null))).containsExactly("run_4", "run_3", "run_2", "run_1");
        assertThat(ids(filter(Optional.of(new RunFilter.Creator("web", "ada")), null)))
                .containsExactly("run_3", "run_1");
        assertThat(ids(filter(Optional.of(new RunFilter.Creator("batch", null)), null)))
                .containsExactly("run_4");
        assertThat(ids(filter(Optional.empty(), "run_3"))).containsExactly("run_2", "run_1");
        assertThat(ids(new RunFilter(
                        "default",
                        Optional.empty(),
                        Optional.of("order-desk"),
                        Optional.of("th"),
                        Optional.of(RunStatus.QUEUED),
                        Optional.empty(),
                        10)))
                .containsExactly("run_2");
        assertThat(ids(new RunFilter(
                        "other",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        10)))
                .isEmpty();
    }

    @Test
    void the_runs_that_a_run_has_begun_are_shown_with_their_calls() {
        sql(
                "INSERT INTO thread (id, tenant, agent, client, subject, runs, last_run) VALUES ('th_c', 'elsewhere', 'reader', 'web', 'ada', 1, 'run_c')");
        sql(
                "INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, parent_run, parent_call, depth,"
                        + " request_id, status, next_seq) VALUES ('run_c', 'elsewhere', 'reader', 'rev', 'th_c', 1, 'web', 'ada', 'run_1', 'run_1', 'call_9', 1, 'r', 'COMPLETED', 2)");

        assertThat(now(views.children("run_1"))).singleElement().satisfies(child -> {
            assertThat(child.id()).isEqualTo("run_c");
            assertThat(child.agent()).isEqualTo("reader");
            assertThat(child.call()).isEqualTo("call_9");
            assertThat(child.status()).isEqualTo(RunStatus.COMPLETED);
        });
        assertThat(now(views.children("run_2"))).isEmpty();
    }

    @Test
    void a_run_s_details_have_steps_with_attempts_and_calls_in_order() {
        RunDetails details = now(views.details("run_1", RunStatus.COMPLETED));

        assertThat(details.steps()).extracting(RunDetails.StepLine::step).containsExactly(1, 2);
        assertThat(details.steps().getFirst().attempts())
                .satisfiesExactly(
                        lost -> {
                            assertThat(lost.state()).isEqualTo("FAILED");
                            assertThat(lost.usage()).isNull();
                        },
                        answered -> {
                            assertThat(answered.usage()).isEqualTo(new Usage(10, 0, 5, 0));
                            assertThat(answered.costNano()).isEqualTo(1500L);
                        });
        assertThat(details.steps().getLast().attempts()).isEmpty();
        assertThat(details.calls()).singleElement().satisfies(call -> {
            assertThat(call.state()).isEqualTo(CallState.SUCCEEDED);
            assertThat(call.argsHash()).isEqualTo(Sha256.of("{}"));
        });
    }

    @Test
    void the_ending_and_the_last_answer_come_from_the_journal() {
        RunDetails details = now(views.details("run_1", RunStatus.COMPLETED));

        assertThat(details.ending().orElseThrow().type()).isEqualTo("run.completed");
        assertThat(details.answer().orElseThrow().content().text()).isEqualTo("\"the last words\"");
        assertThat(now(views.details("run_1", RunStatus.RUNNING)).answer())
                .as("which says in what a run is paid, also while it goes on")
                .isPresent();
        assertThat(now(views.details("run_3", RunStatus.WAITING_APPROVAL)).answer())
                .isEmpty();
    }

    @Test
    void what_another_run_still_holds_is_gone_for_the_run_that_let_it_go() {
        sql("DELETE FROM blob_ref WHERE run = 'run_2'");

        RunDetails erased = now(views.details("run_2", RunStatus.COMPLETED));

        assertThat(erased.answer().orElseThrow().content()).isNull();
        assertThat(erased.answer().orElseThrow().erased()).isTrue();
    }

    @Test
    void an_approval_shows_where_it_comes_from() {
        ApprovalLine line = now(views.approval("appr_1")).orElseThrow();

        assertThat(line.arguments().text()).isEqualTo("{\"a\":1}");
        assertThat(line.state()).isEqualTo("PENDING");
        assertThat(line.sources()).containsExactly("tool:find_price");
        assertThat(line.client()).isEqualTo("web");
        assertThat(line.revision()).isEqualTo("rev");
        assertThat(now(views.approval("appr_9"))).isEmpty();
        assertThat(now(views.details("run_3", RunStatus.WAITING_APPROVAL)).approvals())
                .hasSize(3);
    }

    @Test
    void what_another_agent_has_answered_is_shown_as_that_agents_words() {
        sql(
                "INSERT INTO thread (id, tenant, agent, client, subject, runs, last_run) VALUES ('th_d', 'elsewhere', 'reader', 'web', 'ada', 1, 'run_d')");
        sql(
                "INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, parent_run, parent_call, depth,"
                        + " request_id, status, next_seq) VALUES ('run_d', 'elsewhere', 'reader', 'rev', 'th_d', 1, 'web', 'ada', 'run_3', 'run_3', 'call_8', 1, 'r', 'COMPLETED', 2)");
        sql(
                "INSERT INTO tool_call (id, tenant, run, step, ordinal, tool, client, args_hash, args_blob, state, result_blob)"
                        + " VALUES ('call_8', 'default', 'run_3', 3, 0, 'agent_reader', 'web', sha256('{}'), NULL, 'SUCCEEDED', sha256('42'))");
        try {
            assertThat(now(views.approval("appr_1")).orElseThrow().sources())
                    .containsExactly("agent:reader", "tool:find_price");
        } finally {
            sql("DELETE FROM tool_call WHERE id = 'call_8'");
        }
    }

    @Test
    void an_approval_shows_the_rule_that_wants_it_and_whose_words_the_arguments_hold() {
        ApprovalLine asked = now(views.approval("appr_2")).orElseThrow();
        assertThat(asked.rule()).isEqualTo("policy: untrusted words decide");
        assertThat(asked.origins().text()).isEqualTo("[{\"argument\":\"/to\"}]");

        ApprovalLine always = now(views.approval("appr_1")).orElseThrow();
        assertThat(always.rule()).isNull();
        assertThat(always.origins()).isNull();
    }

    @Test
    void what_is_open_and_in_time_is_pending_the_oldest_first() {
        assertThat(now(views.pendingIds("default", 10))).containsExactly("appr_1", "appr_2");
        assertThat(now(views.pendingIds("default", 1))).containsExactly("appr_1");
        assertThat(now(views.pendingIds("other", 10))).isEmpty();
        assertThat(now(views.pending("default", null, 10)))
                .extracting(ApprovalLine::id)
                .containsExactly("appr_1", "appr_2");
        assertThat(now(views.pending("default", "appr_1", 10)))
                .extracting(ApprovalLine::id)
                .containsExactly("appr_2");
        assertThat(now(views.pending("default", null, 1))).hasSize(1);
        assertThat(now(views.pending("other", null, 10))).isEmpty();
        assertThat(now(views.approval("appr_3")).orElseThrow().state()).isEqualTo("EXPIRED");
    }

    @Test
    void a_call_is_found_in_its_own_run_only() {
        assertThat(now(views.call("run_1", "call_1"))).isPresent();
        assertThat(now(views.call("run_2", "call_1"))).isEmpty();
    }

    @Test
    void a_thread_knows_its_newest_run() {
        assertThat(now(views.thread("th")).orElseThrow().lastRun()).isEqualTo("run_3");
        assertThat(now(views.thread("none"))).isEmpty();
    }

    @Test
    void what_the_store_cannot_do_is_a_store_that_is_not_there() {
        assertThatThrownBy(() -> now(views.thread("\0"))).isInstanceOf(StoreUnavailable.class);
    }

    private static List<String> ids(RunFilter filter) {
        return now(views.runs(filter)).stream().map(RunLine::id).toList();
    }

    private static RunFilter filter(Optional<RunFilter.Creator> creator, @Nullable String after) {
        return new RunFilter(
                "default",
                creator,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(after),
                10);
    }

    private static void run(String id, String client, @Nullable String subject, String status, int pos) {
        sql("""
                INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, request_id, status, next_seq, created_at)
                VALUES ('%s', 'default', 'order-desk', 'rev', 'th', %d, '%s', %s, '%s', 'req', '%s', 3, now() + interval '%d seconds')""".formatted(id, pos, client, subject == null ? "NULL" : "'" + subject + "'", id, status, pos));
    }

    private static void blob(String text, String... runs) {
        sql("INSERT INTO blob (tenant, sha256, bytes) VALUES ('default', sha256('%s'), '%s') ON CONFLICT DO NOTHING"
                .formatted(text, text));
        for (String run : runs) {
            sql("INSERT INTO blob_ref (run, tenant, sha256) VALUES ('%s', 'default', sha256('%s'))"
                    .formatted(run, text));
        }
    }

    private static void events() {
        blob("\"the last words\"", "run_1", "run_2");
        for (String run : List.of("run_1", "run_2")) {
            sql(
                    "INSERT INTO run_event (run, seq, type, data, blob) VALUES ('%s', 1, 'message.completed', '{}', sha256('\"the last words\"'))"
                            .formatted(run));
            sql("INSERT INTO run_event (run, seq, type, data) VALUES ('%s', 2, 'run.completed', '{}')".formatted(run));
        }
        sql("INSERT INTO step (run, step) VALUES ('run_1', 1), ('run_1', 2)");
        sql("""
                INSERT INTO model_attempt (run, step, attempt, state, route, code, tokens_input, tokens_cached, tokens_output, tokens_reasoning, cost_nano)
                VALUES ('run_1', 1, 1, 'FAILED', 'chat', 'provider_error', NULL, NULL, NULL, NULL, NULL),
                       ('run_1', 1, 2, 'ANSWERED', 'chat', NULL, 10, 0, 5, 0, 1500)""");
    }

    private static void calls() {
        blob("{\"a\":1}", "run_3");
        blob("42", "run_3");
        sql("""
                INSERT INTO tool_call (id, tenant, run, step, ordinal, tool, client, args_hash, args_blob, state, result_blob)
                VALUES ('call_1', 'default', 'run_1', 1, 0, 'create_order', 'web', sha256('{}'), NULL, 'SUCCEEDED', NULL),
                       ('call_2', 'default', 'run_3', 1, 0, 'find_price', 'web', sha256('{}'), NULL, 'SUCCEEDED', sha256('42')),
                       ('call_3', 'default', 'run_3', 2, 0, 'create_order', 'web', sha256('{"a":1}'), sha256('{"a":1}'), 'AWAITING_APPROVAL', NULL)""");
    }

    private static void approvals() {
        sql("""
                INSERT INTO approval (id, tenant, run, call, tool, agent, args_hash, expires_at, created_at)
                VALUES ('appr_1', 'default', 'run_3', 'call_3', 'create_order', 'order-desk', sha256('{"a":1}'), now() + interval '1 hour', now()),
                       ('appr_2', 'default', 'run_3', 'call_4', 'create_order', 'order-desk', sha256('{}'), now() + interval '1 hour', now() + interval '1 second'),
                       ('appr_3', 'default', 'run_3', 'call_5', 'create_order', 'order-desk', sha256('{}'), now() - interval '1 hour', now())""");
        sql("""
                UPDATE approval SET rule = 'policy: untrusted words decide', origins = '[{"argument":"/to"}]' WHERE id = 'appr_2'""");
    }

    private static void sql(String statement) {
        postgres.execute(statement);
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}

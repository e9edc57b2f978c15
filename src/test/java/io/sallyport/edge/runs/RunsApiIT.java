package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.TestClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Runs API over HTTP, as far as a replica goes that performs nothing. */
@ExtendWith(RunsStage.Shared.class)
class RunsApiIT {
    private static final String START = "/v1/agents/order-desk/runs";
    private static final String HELLO = "{\"input\":\"hello\"}";

    private final RunsStage stage;

    RunsApiIT(RunsStage stage) {
        this.stage = stage;
    }

    @Test
    void what_is_accepted_is_there_for_its_creator_with_everything_it_is_pinned_to() {
        Answer accepted = stage.web.post(START, "{\"input\":\"hello\",\"metadata\":{\"ticket\":7}}");
        String id = accepted.json().path("id").asText();

        assertThat(accepted.status()).as(accepted::toString).isEqualTo(202);
        assertThat(accepted.header("X-Sallyport-Run")).isEqualTo(id).startsWith("run_");
        assertThat(accepted.header("Location")).isEqualTo("/v1/runs/" + id);
        assertThat(accepted.json().path("status").asText()).isEqualTo("QUEUED");
        assertThat(accepted.json().path("thread").asText()).startsWith("thread_");

        JsonNode run = stage.web.get(accepted.json().at("/links/self").asText()).json();
        assertThat(run.path("status").asText()).isEqualTo("QUEUED");
        assertThat(run.path("client").asText()).isEqualTo("web-chat");
        assertThat(run.path("revision").asText()).hasSize(64);
        assertThat(run.at("/prompt/name").asText()).isEqualTo("order-desk/main");
        assertThat(run.at("/prompt/digest").asText()).hasSize(64);
        assertThat(run.path("cost").asText()).isEqualTo("0.000000000");
        assertThat(run.at("/usage/input").asInt(-1)).isZero();
        assertThat(run.path("steps")).isEmpty();

        JsonNode page =
                stage.web.get(accepted.json().at("/links/events").asText()).json();
        assertThat(page.path("next").asInt()).isEqualTo(1);
        assertThat(page.path("ended").asBoolean()).isFalse();
        assertThat(page.at("/events/0/type").asText()).isEqualTo("run.created");
        assertThat(page.at("/events/0/content/input/0/parts/0/label").asText()).isEqualTo("user");
        assertThat(page.at("/events/0/content/metadata/ticket").asInt()).isEqualTo(7);
        assertThat(stage.web.get("/v1/runs/" + id + "/events?after=1").json().path("events"))
                .isEmpty();
    }

    @Test
    void a_key_gives_the_same_answer_again_however_it_is_written() {
        TestClient bare = stage.web.withHeader("Idempotency-Key", "bare-1");
        Answer first = bare.post(START, "{\"input\":\"hello\",\"busy\":\"enqueue\"}");
        Answer again = bare.post(START, "{ \"busy\" : \"enqueue\",\n\"input\" : \"hello\" }");
        Answer quoted = stage.web
                .withHeader("Idempotency-Key", "\"bare-1\"")
                .post(START, "{\"input\":\"hello\",\"busy\":\"enqueue\"}");

        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("X-Sallyport-Run")).isEqualTo(first.header("X-Sallyport-Run"));
        assertThat(quoted.body()).isEqualTo(first.body());

        Answer changed = bare.post(START, "{\"input\":\"other\"}");
        assertThat(changed.status()).isEqualTo(422);
        assertThat(changed.json().path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(stage.other
                        .withHeader("Idempotency-Key", "bare-1")
                        .post(START, "{\"input\":\"other\"}")
                        .status())
                .as("another caller's key of the same name")
                .isEqualTo(202);
    }

    @Test
    void two_hundred_requests_at_once_with_one_key_make_one_run() throws InterruptedException, ExecutionException {
        TestClient keyed = stage.web.withHeader("Idempotency-Key", "storm");
        try (ExecutorService threads = Executors.newFixedThreadPool(40)) {
            Callable<Answer> order = () -> keyed.post(START, HELLO);
            List<Future<Answer>> futures =
                    threads.invokeAll(Stream.generate(() -> order).limit(200).toList());
            String first = futures.getFirst().get().body();
            int replayed = 0;
            for (Future<Answer> future : futures) {
                assertThat(future.get().status()).isEqualTo(202);
                assertThat(future.get().body()).isEqualTo(first);
                replayed += future.get().header("Idempotent-Replayed").isEmpty() ? 0 : 1;
            }
            assertThat(replayed).isEqualTo(199);
        }
    }

    @Test
    void an_agent_that_demands_a_key_says_so() {
        Answer refused = stage.web.post("/v1/agents/order-strict/runs", HELLO);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("idempotency_key_required");
        assertThat(stage.web
                        .withHeader("Idempotency-Key", "k")
                        .post("/v1/agents/order-strict/runs", HELLO)
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"input\":|invalid_json|~~",
                "{}|missing_parameter|input",
                "{\"input\":\"\"}|invalid_request|input",
                "{\"input\":[{\"type\":\"text\"}]}|invalid_request|input[0].text",
                "{\"input\":\"x\",\"inputs\":1}|invalid_request|inputs",
                "{\"input\":\"x\",\"thread\":\"a b\"}|invalid_request|thread",
                "{\"input\":\"x\",\"busy\":\"later\"}|invalid_request|busy",
                "{\"input\":\"x\",\"metadata\":{\"a b\":1}}|invalid_request|metadata",
                "{\"input\":\"x\",\"thread\":\"thread_gone\"}|thread_not_found|thread"
            })
    void a_bad_order_is_refused_the_field_is_named_and_so_is_the_way_out(String body, String code, String named) {
        Answer refused = stage.web.post(START, body);

        assertThat(refused.status()).as(refused::toString).isIn(400, 404);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("code").asText()).isEqualTo(code);
        assertThat(refused.json().path("param").asText("")).isEqualTo(named);
        assertThat(refused.json().path("fix").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"'\"open', Idempotency-Key", "'\"\"', Idempotency-Key", "'a b', Idempotency-Key"})
    void a_key_that_is_none_is_refused(String key, String named) {
        Answer refused = stage.web.withHeader("Idempotency-Key", key).post(START, HELLO);

        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.json().path("param").asText()).isEqualTo(named);
    }

    @Test
    void an_agent_that_may_not_be_used_names_the_permission_and_one_that_is_not_there_the_nearest() {
        Answer hidden = stage.web.post("/v1/agents/hidden/runs", HELLO);
        assertThat(hidden.status()).isEqualTo(403);
        assertThat(hidden.json().path("permission").asText()).isEqualTo("agent:hidden");

        Answer slip = stage.web.post("/v1/agents/order-dek/runs", HELLO);
        assertThat(slip.status()).isEqualTo(404);
        assertThat(slip.json().path("suggestion").asText()).isEqualTo("order-desk");
        assertThat(stage.web.post("/v1/agents/hiden/runs", HELLO).body()).doesNotContain("hidden");
    }

    @Test
    void the_models_are_the_routes_and_agents_that_the_caller_may_use() {
        assertThat(stage.web.get("/v1/models").body())
                .contains("\"chat-runs\"", "\"agents/order-desk\"")
                .doesNotContain("agents/hidden");
        assertThat(stage.web
                        .get("/v1/models/agents/order-desk")
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo("agents/order-desk");
        assertThat(stage.web
                        .get("/v1/models/agents%2Forder-desk")
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo("agents/order-desk");
        assertThat(stage.web.get("/v1/models/agents/hidden").status()).isEqualTo(403);
    }

    @Test
    void a_run_is_not_there_for_anybody_but_its_creator_and_its_tenant_s_administrators() {
        String run = stage.accepted(stage.web);
        String thread = stage.web.get("/v1/runs/" + run).json().path("thread").asText();

        for (TestClient stranger : List.of(stage.other, stage.elsewhere)) {
            for (String path : List.of("/v1/runs/" + run, "/v1/runs/" + run + "/events", "/v1/threads/" + thread)) {
                assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
            }
            assertThat(stranger.post("/v1/runs/" + run + "/cancel", "").status())
                    .isEqualTo(404);
            assertThat(stranger.delete("/v1/runs/" + run).status()).isEqualTo(404);
            assertThat(stranger.post("/v1/runs/" + run + "/input", "{\"answer\":1}")
                            .status())
                    .isEqualTo(404);
            assertThat(stranger.post(
                                    "/v1/runs/" + run + "/tool-calls/call_1/reconcile",
                                    "{\"outcome\":\"abandon\",\"note\":\"n\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(stranger.post("/v1/runs/" + run + "/approvals/appr_1", "{\"decision\":\"deny\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(stranger.post(START, "{\"input\":\"x\",\"thread\":\"" + thread + "\"}")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(stage.operator.get("/v1/runs/" + run).status()).isEqualTo(200);
        assertThat(stage.operator.get("/v1/threads/" + thread).status()).isEqualTo(200);
        assertThat(stage.web.get("/v1/runs/run_%00").status()).isEqualTo(404);
    }

    @Test
    void lists_show_one_s_own_and_administrators_their_whole_tenant() {
        String first = stage.accepted(stage.web);
        String second = stage.accepted(stage.web);
        String foreign = stage.accepted(stage.elsewhere);

        JsonNode newest = stage.web.get("/v1/runs?limit=1").json();
        assertThat(newest.at("/data/0/id").asText()).isEqualTo(second);
        assertThat(stage.web
                        .get("/v1/runs?limit=1&after=" + newest.path("next").asText())
                        .json()
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(first);
        assertThat(stage.web.get("/v1/runs?status=COMPLETED").json().path("data"))
                .isEmpty();
        assertThat(stage.web.get("/v1/runs?agent=order-desk&status=QUEUED").body())
                .contains(first)
                .doesNotContain(foreign);
        assertThat(stage.operator.get("/v1/runs?all=true&limit=200").body())
                .contains(first)
                .doesNotContain(foreign);
        assertThat(stage.operator.get("/v1/runs").json().path("data")).isEmpty();
        assertThat(stage.web.get("/v1/runs?all=true").status()).isEqualTo(403);
        assertThat(stage.web.get("/v1/runs?status=DONE").json().path("param").asText())
                .isEqualTo("status");
        assertThat(stage.web.get("/v1/runs?limit=0").json().path("param").asText())
                .isEqualTo("limit");
    }

    @Test
    void a_thread_takes_its_runs_in_turn_or_says_which_is_in_front() {
        Answer first = stage.web.post(START, HELLO);
        String thread = first.json().path("thread").asText();
        String enqueue = "{\"input\":\"and?\",\"thread\":\"" + thread + "\"}";
        Answer second = stage.web.post(START, enqueue);
        Answer rejected =
                stage.web.post(START, "{\"input\":\"and?\",\"busy\":\"reject\",\"thread\":\"" + thread + "\"}");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("thread").asText()).isEqualTo(thread);
        assertThat(rejected.status()).isEqualTo(409);
        assertThat(rejected.json().path("code").asText()).isEqualTo("thread_busy");
        assertThat(rejected.json().path("run").asText())
                .isEqualTo(second.json().path("id").asText());
        JsonNode shown = stage.web.get("/v1/threads/" + thread).json();
        assertThat(shown.path("runs").asInt()).isEqualTo(2);
        assertThat(shown.at("/data/1/id").asText())
                .isEqualTo(first.json().path("id").asText());
    }

    @Test
    void a_queued_run_can_be_cancelled_and_what_is_open_is_not_erased() {
        String run = stage.accepted(stage.web);

        Answer open = stage.web.delete("/v1/runs/" + run);
        assertThat(open.status()).isEqualTo(409);
        assertThat(open.json().path("code").asText()).isEqualTo("run_not_ended");
        Answer cancelled = stage.web.post("/v1/runs/" + run + "/cancel", "{\"reason\":\"too late\"}");
        assertThat(cancelled.status()).as(cancelled::toString).isEqualTo(202);
        assertThat(stage.web.post("/v1/runs/" + run + "/cancel", "").status()).isEqualTo(202);
        assertThat(stage.web
                        .post("/v1/runs/" + run + "/cancel", "{\"because\":1}")
                        .json()
                        .path("param")
                        .asText())
                .isEqualTo("because");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input|{\"answer\":1}|409|run_not_waiting",
                "input|{}|400|missing_parameter",
                "input|{\"answer\":1,\"call\":\"call_9\"}|404|not_found",
                "tool-calls/call_9/reconcile|{\"outcome\":\"abandon\",\"note\":\"n\"}|404|not_found",
                "tool-calls/call_9/reconcile|{\"outcome\":\"maybe\",\"note\":\"n\"}|400|invalid_request",
                "tool-calls/call_9/reconcile|{\"outcome\":\"applied\"}|400|missing_parameter",
                "tool-calls/call_9/reconcile|{\"outcome\":\"abandon\",\"note\":\"n\",\"result\":1}|400|invalid_request",
                "approvals/appr_9|{\"decision\":\"approve\"}|404|not_found",
                "approvals/appr_9|{\"decision\":\"perhaps\"}|400|invalid_request",
                "approvals/appr_9|{}|400|missing_parameter",
                "approvals/appr_9|{\"decision\":\"approve\",\"argumentsHash\":\"ff\"}|400|invalid_request"
            })
    void what_a_run_does_not_wait_for_is_refused_in_words(String what, String body, int status, String code) {
        Answer refused = stage.demo.post("/v1/runs/" + stage.accepted(stage.demo) + "/" + what, body);

        assertThat(refused.status()).as(refused::toString).isEqualTo(status);
        assertThat(refused.json().path("code").asText()).isEqualTo(code);
    }

    @Test
    void nothing_waits_for_who_may_not_approve() {
        assertThat(stage.web.get("/v1/approvals").json().path("data")).isEmpty();
    }

    @Test
    void administrators_see_the_agents_and_what_runs_were_pinned_to() {
        stage.accepted(stage.web);
        JsonNode agents = stage.operator.get("/v1/admin/agents").json();

        assertThat(agents.path("agents").findValuesAsText("name")).contains("order-desk", "hidden");
        assertThat(agents.path("revisions").findValuesAsText("agent")).contains("order-desk");
        assertThat(stage.web.get("/v1/admin/agents").status()).isEqualTo(403);
    }
}

package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.EventType;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same business is one call, in whichever run and step it is wanted again. */
class BusinessKeysTest {
    private static final String ORDER = "{\"order\":1001,\"amount\":20}";

    private final AtomicInteger threads = new AtomicInteger();
    private Stage stage = stage(Duration.ofSeconds(2));

    private static Stage stage(Duration timeout) {
        return new Stage(TestingAgents.agent(TestingAgents.business("refund", Idempotency.KEYED, timeout)));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** A run of its own thread. */
    private String accept() {
        String run = "run_b" + threads.incrementAndGet();
        var _ = stage.store
                .accept(Stage.order(run, "thread_" + run, "Refund"))
                .subscribe()
                .asCompletionStage()
                .resultNow();
        return run;
    }

    private String begun(String arguments) {
        stage.models.calls("refund", arguments).says("Done.");
        String run = accept();
        stage.perform(run);
        return run;
    }

    /** A run whose call is not answered yet. */
    private String stuck(String arguments) {
        stage.tools.thenWaits();
        stage.models.calls("refund", arguments);
        String run = accept();
        stage.perform(run);
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.pending.size() == 1);
        return run;
    }

    private String performed(String arguments) {
        String run = begun(arguments);
        stage.awaitStatus(run, RunStatus.COMPLETED);
        return run;
    }

    private CallView call(String run) {
        return stage.state(run).calls().toList().getLast();
    }

    private JsonNode told(String run) {
        return call(run).answer().orElseThrow();
    }

    private String code(String run) {
        assertThat(call(run).state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
        return told(run).path("error").path("code").asText();
    }

    private List<JsonNode> completed(String run) {
        return stage.store.journal(run).stream()
                .filter(event -> event.type().equals(EventType.TOOL_COMPLETED.wire()))
                .map(JournalEvent::data)
                .map(Json::own)
                .toList();
    }

    private static ToolOutcome refund(String id) {
        return TestingTools.ok(Json.object().put("refund", id));
    }

    private static ToolError error(String code) {
        return new ToolError(code, "It said so.", false, null, null);
    }

    @Test
    void what_a_run_has_done_is_another_runs_result_and_is_not_done_again() {
        stage.tools.then(refund("R-1"));
        String first = performed(ORDER);

        String second = performed(ORDER);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(second).state()).isEqualTo(CallState.SUCCEEDED);
        assertThat(told(second)).isEqualTo(told(first));
        assertThat(stage.types(second)).doesNotContain("tool.started");
        assertThat(completed(second))
                .singleElement()
                .satisfies(event -> assertThat(event.path("replays").asText())
                        .isEqualTo(call(first).id()));
        assertThat(completed(first))
                .singleElement()
                .satisfies(event -> assertThat(event.has("replays")).isFalse());
    }

    @Test
    void a_later_step_of_the_same_run_gets_the_recorded_result_too_however_the_number_is_written() {
        stage.tools.then(refund("R-1"));
        stage.models
                .calls("refund", ORDER)
                .calls("refund", "{\"amount\":20.0,\"order\":1001.0}")
                .says("Done.");
        String run = accept();
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(told(run).path("refund").asText()).isEqualTo("R-1");
    }

    @Test
    void of_two_that_are_wanted_at_once_one_is_made_and_the_other_waits_for_it() {
        stage.tools.thenWaits();
        stage.models.calls(List.of("refund", "refund"), List.of(ORDER, ORDER)).says("Done.");
        String run = accept();
        stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.pending.size() == 1);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(completed(run)).isEmpty();

        stage.tools.pending.getFirst().complete(refund("R-1"));
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(stage.state(run).calls()).allSatisfy(call -> {
            assertThat(call.state()).isEqualTo(CallState.SUCCEEDED);
            assertThat(call.answer().orElseThrow().path("refund").asText()).isEqualTo("R-1");
        });
        assertThat(completed(run)).filteredOn(event -> event.has("replays")).hasSize(1);
    }

    @Test
    void a_failure_that_did_nothing_does_not_use_the_key_up() {
        stage.tools.then(new ToolOutcome.NotApplied(error("tool_refused"))).then(refund("R-2"));
        String first = performed(ORDER);
        assertThat(code(first)).isEqualTo("tool_refused");

        String second = performed("{\"order\":1001,\"amount\":10}");

        assertThat(stage.tools.calls).hasSize(2);
        assertThat(stage.tools.calls.get(1).key())
                .isEqualTo(stage.tools.calls.get(0).key());
        assertThat(told(second).path("refund").asText()).isEqualTo("R-2");
        assertThat(told(performed("{\"order\":1001,\"amount\":10}"))
                        .path("refund")
                        .asText())
                .isEqualTo("R-2");
        assertThat(stage.tools.calls).hasSize(2);
    }

    @Test
    void a_failure_that_did_something_is_told_again() {
        stage.tools.then(new ToolOutcome.Applied(error("output_too_large")));
        performed(ORDER);

        String second = performed(ORDER);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(second).state()).isEqualTo(CallState.FAILED_APPLIED);
        assertThat(completed(second).getFirst().path("code").asText()).isEqualTo("output_too_large");
    }

    @Test
    void other_arguments_by_the_same_key_are_refused_by_name() {
        performed(ORDER);

        String second = performed("{\"order\":1001,\"amount\":21}");

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(code(second)).isEqualTo("idempotency_key_reused");
        assertThat(told(performed("{\"order\":1002,\"amount\":21}")).has("error"))
                .isFalse();
    }

    @Test
    void a_call_waits_for_the_one_of_another_run() {
        String first = stuck(ORDER);
        String second = begun(ORDER);
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.types(second).contains("tool.allowed"));
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(stage.status(second)).isEqualTo(RunStatus.RUNNING);

        stage.models.says("Done.");
        stage.tools.pending.getFirst().complete(refund("R-1"));
        stage.awaitStatus(first, RunStatus.COMPLETED);
        stage.awaitStatus(second, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(told(second)).isEqualTo(told(first));
    }

    @Test
    void who_has_waited_for_as_long_as_a_call_may_take_is_told_that_it_is_under_way() {
        stage.close();
        stage = stage(Duration.ofMillis(100));
        var _ = stuck(ORDER);

        String second = performed(ORDER);

        assertThat(code(second)).isEqualTo("in_progress");
        assertThat(told(second).path("error").path("retryable").asBoolean()).isTrue();
        assertThat(stage.tools.calls).hasSize(1);
    }

    @Test
    void what_nobody_knows_is_said_and_what_is_found_out_is_the_result_or_frees_the_key() {
        stage.close();
        stage = new Stage(
                TestingAgents.agent(TestingAgents.business("refund", Idempotency.NONE, Duration.ofSeconds(2))));
        for (String outcome : List.of("applied", "notApplied")) {
            String arguments = "{\"order\":\"" + outcome + "\"}";
            String first = begunAndUnknown(arguments);

            assertThat(code(performed(arguments))).isEqualTo("unknown_effect");

            int calls = stage.tools.calls.size();
            stage.signal(
                    first,
                    Signal.Kind.RECONCILE,
                    "{\"call\":\"" + call(first).id() + "\",\"outcome\":\"" + outcome
                            + "\",\"result\":{\"refund\":\"R-9\"}}");
            stage.models.says("Done.");
            stage.perform("b");
            stage.awaitStatus(first, RunStatus.COMPLETED);
            String third = performed(arguments);
            assertThat(call(third).state()).isEqualTo(CallState.SUCCEEDED);
            assertThat(stage.tools.calls).hasSize(outcome.equals("applied") ? calls : calls + 1);
        }
    }

    private String begunAndUnknown(String arguments) {
        stage.tools.then(new ToolOutcome.Unknown(error("tool_timeout")));
        stage.models.calls("refund", arguments);
        String run = accept();
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);
        return run;
    }
}

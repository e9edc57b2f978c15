package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An owner is gone between intent and result, and another goes on. */
class TakeOverTest {
    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    /** The first owner has sent its call, and is never heard of again. */
    private String frozenInTheMiddleOf(AgentRevision agent) {
        stage = new Stage(agent);
        stage.models.calls("act", "{}").says("Done.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 1);
        stage.store.elapse(Duration.ofSeconds(60));
        return run;
    }

    private static AgentRevision agent(Effect effect, Idempotency idempotency, OnUnknown onUnknown) {
        return TestingAgents.agent(tool(effect, idempotency, onUnknown));
    }

    private static ToolSpec tool(Effect effect, Idempotency idempotency, OnUnknown onUnknown) {
        return TestingAgents.tool("act", effect, idempotency, Approval.NEVER, onUnknown);
    }

    private CallView call(String run) {
        return stage.state(run).calls().findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"NONE, NONE", "IRREVERSIBLE, KEYED", "REVERSIBLE, TRANSACTIONAL"})
    void what_can_be_repeated_is_called_again_with_the_same_key(Effect effect, Idempotency idempotency) {
        String run = frozenInTheMiddleOf(agent(effect, idempotency, OnUnknown.RECONCILE));

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(2);
        assertThat(stage.tools.calls.get(1).key())
                .isEqualTo(stage.tools.calls.get(0).key());
        assertThat(call(run).attempts()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_repeated_is_never_called_again_and_waits_for_a_person() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.NONE, OnUnknown.RECONCILE));

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).state()).isEqualTo(CallState.UNKNOWN);
        stage.signal(
                run,
                io.sallyport.checkpoint.Signal.Kind.RECONCILE,
                "{\"call\":\"" + call(run).id() + "\",\"outcome\":\"applied\",\"result\":{\"orderId\":\"7\"}}");
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(call(run).state()).isEqualTo(CallState.RECONCILED);
        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .isEqualTo("{\"orderId\":\"7\"}");
        assertThat(stage.tools.calls).hasSize(1);
    }

    @Test
    void where_the_manifest_says_so_the_model_is_told_that_nobody_knows() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.NONE, OnUnknown.TELL_MODEL));

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run)).contains("tool.unknown", "tool.reconciled");
        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .contains("owner_lost");
    }

    @Test
    void where_the_manifest_says_so_another_tool_undoes_it() {
        ToolSpec undo = TestingAgents.tool("undo", Effect.REVERSIBLE, Idempotency.KEYED);
        String run = frozenInTheMiddleOf(
                TestingAgents.agent(tool(Effect.IRREVERSIBLE, Idempotency.NONE, OnUnknown.COMPENSATE), undo));

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).extracting(call -> call.tool().name()).containsExactly("act", "undo");
        assertThat(stage.models.asked.get(1).path("messages")).hasSize(4);
        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .contains("compensated");
    }

    @Test
    void a_queryable_tool_is_asked_whether_it_was_done_once_the_attempt_must_be_over() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.QUERYABLE, OnUnknown.RECONCILE));
        stage.tools.lookedUp(new LookUpOutcome.Applied(Json.object().put("orderId", "9")));

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(stage.tools.lookUps).hasSize(1);
        assertThat(call(run).answer().orElseThrow().path("orderId").asText()).isEqualTo("9");
    }

    @Test
    void a_queryable_tool_that_has_not_done_it_is_called_where_its_manifest_says_so() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.QUERYABLE, OnUnknown.RECONCILE));
        stage.tools.lookedUp(new LookUpOutcome.NotApplied());

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(2);
    }

    @Test
    void a_result_that_comes_after_the_run_was_lost_settles_what_its_successor_could_not_know() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.NONE, OnUnknown.RECONCILE));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);

        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "3")));
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.status(run) == RunStatus.QUEUED);
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(call(run).state()).isEqualTo(CallState.RECONCILED);
        assertThat(call(run).answer().orElseThrow().path("orderId").asText()).isEqualTo("3");
    }

    @Test
    void a_result_that_comes_while_the_store_is_away_is_told_when_it_is_back() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.NONE, OnUnknown.RECONCILE));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);

        stage.store.breakDown();
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "3")));
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> true);
        stage.store.mend();

        await().atMost(Duration.ofSeconds(10)).until(() -> stage.status(run) == RunStatus.QUEUED);
    }

    @Test
    void an_answer_that_was_not_committed_was_never_given_and_the_next_attempt_says_reset() {
        stage = new Stage(TestingAgents.agent());
        stage.models.keepsSilent().says("Here I am.");
        String run = stage.accept("Hi");
        stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.models.asked.size() == 1);
        stage.store.elapse(Duration.ofSeconds(60));

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run))
                .containsExactly(
                        "run.created", "run.started", "step.started", "reset", "message.completed", "run.completed");
    }

    @Test
    void an_owner_that_was_replaced_writes_nothing_more() {
        String run = frozenInTheMiddleOf(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, OnUnknown.RECONCILE));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        int events = stage.types(run).size();

        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("late", true)));
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.left.size() == 2);

        assertThat(stage.types(run)).hasSize(events);
    }

    @Test
    void a_tool_that_says_later_is_called_later_with_the_same_key() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, OnUnknown.RECONCILE));
        stage.models.calls("act", "{}").says("Done.");
        stage.tools.then(new ToolOutcome.Later(Duration.ofMillis(50), ToolError.of("tool_busy", "Not now.")));
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls)
                .hasSize(2)
                .extracting(call -> call.key())
                .containsOnly(stage.tools.calls.getFirst().key());
        assertThat(stage.types(run)).contains("tool.retrying");
    }

    @Test
    void a_tool_that_refuses_is_not_called_again_and_the_model_learns_why() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.NONE, OnUnknown.RECONCILE));
        stage.models.calls("act", "{}").says("I could not.");
        stage.tools.then(new ToolOutcome.NotApplied(ToolError.of("tool_refused", "No such mug.")));
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .contains("No such mug.");
    }
}

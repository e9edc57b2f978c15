package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People, limits and providers that make a run stop, wait or end. */
class StopsAndWaitsTest {
    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    private String approvalPending() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool(
                "act", Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS, OnUnknown.RECONCILE)));
        stage.models.calls("act", "{\"n\":1}").says("Done.");
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);
        return run;
    }

    private CallView call(String run) {
        return stage.state(run).calls().findFirst().orElseThrow();
    }

    private void decide(String run, String decision, String argsHash) {
        stage.signal(
                run,
                Signal.Kind.APPROVAL,
                "{\"call\":\"%s\",\"decision\":\"%s\",\"reason\":\"Too dear.\",\"argsHash\":\"%s\"}"
                        .formatted(call(run).id(), decision, argsHash));
    }

    @Test
    void a_call_that_needs_a_person_waits_without_an_owner_and_is_made_once_it_is_approved() {
        String run = approvalPending();
        assertThat(stage.tools.calls).isEmpty();
        assertThat(stage.store.run(run).leaseOwner()).isNull();

        decide(run, "approve", call(run).argsHash().hex());
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(stage.types(run)).contains("tool.approval_required", "run.waiting", "run.resumed", "tool.allowed");
    }

    @Test
    void a_call_that_a_person_denies_is_not_made_and_the_model_is_told() {
        String run = approvalPending();

        decide(run, "deny", call(run).argsHash().hex());
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).isEmpty();
        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .contains("denied_by_person", "Their reason: Too dear.");
    }

    @Test
    void an_approval_of_other_arguments_approves_nothing() {
        String run = approvalPending();

        decide(run, "approve", "0".repeat(64));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);

        assertThat(stage.tools.calls).isEmpty();
    }

    @Test
    void an_approval_that_nobody_gives_in_time_is_a_denial() {
        String run = approvalPending();

        stage.store.elapse(Duration.ofHours(2));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).isEmpty();
        assertThat(stage.types(run)).contains("tool.denied");
    }

    @Test
    void a_question_waits_for_an_answer_which_becomes_the_result() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("request_input", Effect.NONE, Idempotency.NONE)));
        stage.models.calls("request_input", "{}").says("Thank you.");
        stage.tools.then(new ToolOutcome.NeedsInput("Which colour?", Optional.empty()));
        String run = stage.accept("Order");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        stage.signal(
                run,
                Signal.Kind.INPUT,
                "{\"call\":\"%s\",\"answer\":\"blue\"}".formatted(call(run).id()));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .isEqualTo("blue");
    }

    @Test
    void a_wait_that_lasts_too_long_expires_the_run() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("request_input", Effect.NONE, Idempotency.NONE)));
        stage.models.calls("request_input", "{}");
        stage.tools.then(new ToolOutcome.NeedsInput("Which colour?", Optional.empty()));
        String run = stage.accept("Order");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        stage.store.elapse(Duration.ofDays(8));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.EXPIRED);

        assertThat(call(run).state().settled()).isTrue();
    }

    @Test
    void cancelling_a_waiting_run_ends_it_with_a_clean_transcript() {
        String run = approvalPending();

        stage.signal(run, Signal.Kind.CANCEL, "{\"reason\":\"changed my mind\"}");
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
        RunEvent.Cancelled last = (RunEvent.Cancelled) stage.state(run).ended().orElseThrow();
        assertThat(last.by()).isEqualTo("boss/ann");
        assertThat(last.reason()).contains("changed my mind");
    }

    @Test
    void cancelling_drops_the_model_and_waits_for_an_effect_that_was_sent() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("act", Effect.IRREVERSIBLE, Idempotency.NONE)));
        stage.models.calls("act", "{}");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 1);

        stage.signal(run, Signal.Kind.CANCEL, "{}");
        task.nudged();
        await().during(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(1))
                .until(() -> stage.status(run) == RunStatus.RUNNING);
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "5")));
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(call(run).state()).isEqualTo(CallState.SUCCEEDED);
    }

    @Test
    void cancelling_while_a_model_is_thinking_cancels_the_model() {
        stage.models.keepsSilent();
        String run = stage.accept("Hi");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.models.asked.size() == 1);

        stage.signal(run, Signal.Kind.CANCEL, "{}");
        task.nudged();
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(stage.models.cancelled).isEqualTo(1);
    }

    @Test
    void when_nobody_answers_the_run_sleeps_longer_each_time_and_tries_again() {
        Problem down = Problem.of(ProblemCode.PROVIDER_UNAVAILABLE, "Nobody is there.");
        stage.models.fails(down).fails(down).says("Here.");
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_TIMER);
        stage.store.elapse(Duration.ofMillis(1001));
        stage.perform("b");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.state(run).timers() == 2);
        stage.awaitStatus(run, RunStatus.WAITING_TIMER);
        stage.store.elapse(Duration.ofMillis(2001));
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run)).containsSubsequence("run.waiting", "run.resumed", "reset", "run.waiting");
    }

    @Test
    void a_provider_that_refuses_the_conversation_fails_the_run_and_says_why() {
        stage.models.fails(Problem.of(ProblemCode.CONTEXT_LENGTH_EXCEEDED, "Too long."));
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.FAILED);

        RunEvent.Failed last = (RunEvent.Failed) stage.state(run).ended().orElseThrow();
        assertThat(last.code()).isEqualTo("context_length_exceeded");
    }

    @Test
    void steps_calls_and_tokens_end_the_run_where_they_are_used_up() {
        assertThat(limitOf(new AgentSpec.Limits(
                        1, 10, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(1), 4)))
                .isEqualTo("steps");
        assertThat(limitOf(new AgentSpec.Limits(
                        10, 1, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(1), 4)))
                .isEqualTo("toolCalls");
        assertThat(limitOf(new AgentSpec.Limits(
                        10, 10, OptionalLong.of(20), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(1), 4)))
                .isEqualTo("tokens");
    }

    private String limitOf(AgentSpec.Limits limits) {
        stage.close();
        stage = new Stage(TestingAgents.agent(limits, TestingAgents.tool("act", Effect.NONE, Idempotency.NONE)));
        stage.models.calls(List.of("act", "act"), List.of("{}", "{}")).says("Done.");
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.LIMIT_EXCEEDED);
        assertThat(stage.state(run).calls()).allMatch(call -> call.state().settled());
        return ((RunEvent.LimitExceeded) stage.state(run).ended().orElseThrow()).limit();
    }

    @Test
    void a_run_whose_time_is_up_ends_while_a_model_is_still_thinking() {
        stage = new Stage(TestingAgents.agent(new AgentSpec.Limits(
                10, 10, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMillis(200), 4)));
        stage.models.keepsSilent();
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.LIMIT_EXCEEDED);

        assertThat(stage.models.cancelled).isEqualTo(1);
    }

    @Test
    void a_tool_that_nobody_knows_is_denied_with_the_name_that_was_meant() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("create_order", Effect.NONE, Idempotency.NONE)));
        stage.models.calls("create_ordr", "{}").says("Sorry.");
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .contains("unknown_tool", "create_order");
    }

    @Test
    void arguments_that_are_no_json_go_back_to_the_model() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("act", Effect.NONE, Idempotency.NONE)));
        stage.models.calls("act", "{\"n\": ").says("Sorry.");
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
        assertThat(stage.tools.calls).isEmpty();
    }

    @Test
    void a_replica_that_leaves_drops_the_model_and_gives_the_run_back_at_once() {
        stage.models.keepsSilent().says("Here.");
        String run = stage.accept("Hi");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.models.asked.size() == 1);

        task.handOver();
        stage.awaitStatus(run, RunStatus.QUEUED);
        assertThat(stage.store.run(run).expiries()).isZero();
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.woken.equals(List.of(run)));
        stage.perform("b");

        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    @Test
    void a_replica_that_leaves_waits_for_an_effect_that_was_sent() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("act", Effect.IRREVERSIBLE, Idempotency.NONE)));
        stage.models.calls("act", "{}").says("Done.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 1);

        task.handOver();
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "5")));
        stage.awaitStatus(run, RunStatus.QUEUED);
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).state()).isEqualTo(CallState.SUCCEEDED);
    }

    @Test
    void a_store_that_is_away_for_a_moment_delays_and_loses_nothing() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("act", Effect.IRREVERSIBLE, Idempotency.KEYED)));
        stage.models.calls("act", "{}").says("Done.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 1);

        stage.store.breakDown();
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "5")));
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1)).until(() -> stage.left.isEmpty());
        stage.store.mend();

        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(1);
    }

    @Test
    void a_nudge_and_a_renewal_that_come_before_the_journal_was_read_do_no_harm_and_are_not_forgotten() {
        stage.models.keepsSilent();
        String run = stage.accept("Hi");
        RunTask task = stage.task(stage.claim("a"), "a");

        task.nudged();
        task.renewed(LeaseClock.now(java.time.InstantSource.system()), 0);
        task.begin();
        stage.signal(run, Signal.Kind.CANCEL, "{}");
        task.nudged();

        stage.awaitStatus(run, RunStatus.CANCELLED);
    }

    @Test
    void a_replica_that_leaves_while_it_reads_a_journal_gives_the_run_back() {
        String run = stage.accept("Hi");
        RunTask task = stage.task(stage.claim("a"), "a");

        task.handOver();
        task.begin();

        stage.awaitStatus(run, RunStatus.QUEUED);
    }

    @Test
    void a_prompt_without_its_variable_fails_the_run_and_names_the_variable() {
        stage.unrenderable = Problem.of(
                ProblemCode.PROMPT_VARIABLE_MISSING, "The prompt needs the variable city.", "Send it as metadata.");
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.FAILED);

        RunEvent.Failed last = (RunEvent.Failed) stage.state(run).ended().orElseThrow();
        assertThat(last.code()).isEqualTo("prompt_variable_missing");
        assertThat(last.message()).contains("city");
    }
}

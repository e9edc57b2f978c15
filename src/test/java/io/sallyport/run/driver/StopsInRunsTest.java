package io.sallyport.run.driver;

import static io.sallyport.stop.TestingStops.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.Sleepers;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.TestingStops;
import io.sallyport.tool.CallFacts;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Administrators stop an agent, a tool or a caller in the middle of a run. */
class StopsInRunsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    private static AgentRevision agent(Effect effect, Idempotency idempotency, Approval approval) {
        return TestingAgents.agent(TestingAgents.tool("act", effect, idempotency, approval, OnUnknown.RECONCILE));
    }

    private CallView call(String run) {
        return stage.state(run).calls().findFirst().orElseThrow();
    }

    private RunEvent.Cancelled cancelled(String run) {
        return (RunEvent.Cancelled) stage.state(run).ended().orElseThrow();
    }

    private String toldTheModel() {
        return stage.models
                .asked
                .getLast()
                .path("messages")
                .findValuesAsText("content")
                .getLast();
    }

    @ParameterizedTest
    @CsvSource({"AGENT, desk", "AGENT, de*", "PRINCIPAL, caller", "PRINCIPAL, desk", "PROMPT, desk/main@1"})
    void a_run_that_is_stopped_while_a_model_is_thinking_is_cancelled_and_says_by_whom_and_why(
            StopKind kind, String name) {
        stage.models.keepsSilent();
        String run = stage.accept("Hi");
        RunTask task = stage.perform("a");
        await().atMost(SOON).until(() -> stage.models.asked.size() == 1);

        TestingStops.are(stage.stops, stop(kind, name));
        task.lookAgain();
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(stage.models.cancelled).isEqualTo(1);
        assertThat(cancelled(run).by()).isEqualTo("boss/ann");
        assertThat(cancelled(run).reason())
                .contains("An administrator has stopped " + kind.label() + ":" + name + ": It sends what it must not.");
    }

    @Test
    void what_others_are_stopped_for_goes_on() {
        stage.models.says("Hello.");
        TestingStops.are(
                stage.stops,
                stop(StopKind.AGENT, "desks"),
                stop(StopKind.PRINCIPAL, "call"),
                stop(StopKind.PROMPT, "desk/main@2"),
                stop(StopKind.TOOL, "desk"));
        String run = stage.accept("Hi");

        stage.perform("a");

        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    @Test
    void an_effect_that_was_sent_is_awaited_and_recorded_and_nothing_follows_it_even_if_the_stop_is_lifted() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.NONE, Approval.NEVER));
        stage.models.calls("act", "{}").says("Never said.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        RunTask task = stage.perform("a");
        await().atMost(SOON).until(() -> stage.tools.calls.size() == 1);

        TestingStops.are(stage.stops, stop(StopKind.AGENT, "desk"));
        task.lookAgain();
        await().during(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(1))
                .until(() -> stage.status(run) == RunStatus.RUNNING);
        TestingStops.are(stage.stops);
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "5")));
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(call(run).state()).isEqualTo(CallState.SUCCEEDED);
        assertThat(stage.models.asked).hasSize(1);
    }

    @Test
    void a_run_of_a_stopped_agent_that_is_taken_over_ends_without_doing_anything() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER));
        stage.models.calls("act", "{}");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(SOON).until(() -> stage.tools.calls.size() == 1);
        stage.store.elapse(Duration.ofSeconds(60));

        TestingStops.are(stage.stops, stop(StopKind.AGENT, "desk"));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).state()).isEqualTo(CallState.ABANDONED);
    }

    @Test
    void a_stopped_tool_is_denied_before_there_is_an_intent_and_the_model_is_told_which_rule_it_was() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS));
        stage.models.calls("act", "{}").says("Pity.");
        TestingStops.are(stage.stops, stop(StopKind.TOOL, "a*"));
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).isEmpty();
        assertThat(stage.types(run)).contains("tool.denied").doesNotContain("tool.started", "tool.approval_required");
        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
        assertThat(call(run).key()).isEmpty();
        assertThat(toldTheModel()).contains("\"code\":\"tool_stopped\"", "\"rule\":\"stop tool:a*\"");
        assertThat(stage.store.journal(run).stream()
                        .filter(event -> event.type().equals("tool.denied"))
                        .findFirst()
                        .orElseThrow()
                        .data()
                        .text())
                .contains("\"rule\":\"stop tool:a*\"");
    }

    @Test
    void a_call_that_a_person_approves_after_its_tool_was_stopped_is_not_made() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS));
        stage.models.calls("act", "{}").says("Pity.");
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);

        TestingStops.are(stage.stops, stop(StopKind.TOOL, "act"));
        stage.signal(
                run,
                Signal.Kind.APPROVAL,
                "{\"call\":\"%s\",\"decision\":\"approve\",\"argsHash\":\"%s\"}"
                        .formatted(call(run).id(), call(run).argsHash().hex()));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).isEmpty();
        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
        assertThat(stage.types(run)).doesNotContain("tool.started");
    }

    @Test
    void a_stopped_tool_is_not_called_again_and_what_is_in_doubt_is_left_to_a_person() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER));
        stage.models.calls("act", "{}");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(SOON).until(() -> stage.tools.calls.size() == 1);

        TestingStops.are(stage.stops, stop(StopKind.TOOL, "act"));
        stage.tools
                .pending
                .getFirst()
                .complete(new ToolOutcome.Unknown(ToolError.of("tool_timeout", "It does not say.")));
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).state()).isEqualTo(CallState.UNKNOWN);
    }

    @Test
    void a_stopped_tool_that_has_refused_once_is_not_asked_again() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER));
        stage.models.calls("act", "{}").says("Pity.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(SOON).until(() -> stage.tools.calls.size() == 1);

        TestingStops.are(stage.stops, stop(StopKind.TOOL, "act"));
        stage.tools
                .pending
                .getFirst()
                .complete(new ToolOutcome.Later(Duration.ofMillis(1), ToolError.of("tool_busy", "Not now.")));
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "IRREVERSIBLE, KEYED, WAITING_RECONCILE, UNKNOWN",
        "IRREVERSIBLE, QUERYABLE, WAITING_RECONCILE, UNKNOWN",
        "NONE, NONE, COMPLETED, FAILED_NOT_APPLIED",
        "REVERSIBLE, TRANSACTIONAL, COMPLETED, FAILED_NOT_APPLIED"
    })
    void nothing_is_sent_to_a_stopped_tool_by_whoever_takes_its_call_over(
            Effect effect, Idempotency idempotency, RunStatus status, CallState state) {
        stage = new Stage(agent(effect, idempotency, Approval.NEVER));
        stage.models.calls("act", "{}").says("Pity.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(SOON).until(() -> stage.tools.calls.size() == 1);
        stage.store.elapse(Duration.ofSeconds(60));

        TestingStops.are(stage.stops, stop(StopKind.TOOL, "act"));
        stage.perform("b");
        stage.awaitStatus(run, status);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(stage.tools.lookUps).isEmpty();
        assertThat(call(run).state()).isEqualTo(state);
    }

    @Test
    void workers_have_all_their_runs_look_when_something_is_stopped() {
        stage.models.keepsSilent();
        String run = stage.accept("Hi");
        Workers workers = new Workers(stage.services("a", InstantSource.system()));
        workers.start(new StartupEvent(), sleeper -> {});
        await().atMost(SOON).until(() -> stage.models.asked.size() == 1);

        TestingStops.are(stage.stops, stop(StopKind.PRINCIPAL, "caller"));

        // Sooner than by the next renewal of its lease.
        await().atMost(Duration.ofSeconds(1)).until(() -> stage.status(run) == RunStatus.CANCELLED);
        workers.stop();
    }

    @Test
    void a_waiting_run_that_nobody_works_on_is_told_and_ends_when_it_is_claimed() {
        stage = new Stage(agent(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS));
        stage.models.calls("act", "{}");
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);
        StoppedSleepers sweep = sweep(run);

        sweep.look();
        assertThat(stage.status(run)).as("nothing is stopped").isEqualTo(RunStatus.WAITING_APPROVAL);
        TestingStops.are(stage.stops, stop(StopKind.TOOL, "act"), stop(StopKind.AGENT, "other"));
        sweep.look();
        assertThat(stage.status(run)).as("others are stopped").isEqualTo(RunStatus.WAITING_APPROVAL);
        TestingStops.are(stage.stops, stop(StopKind.AGENT, "desk"));
        sweep.look();
        assertThat(stage.status(run)).isEqualTo(RunStatus.QUEUED);
        assertThat(stage.woken).contains(run);

        TestingStops.are(stage.stops);
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.CANCELLED);
        assertThat(cancelled(run).by()).isEqualTo("boss/ann");
        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
    }

    private StoppedSleepers sweep(String run) {
        var services = stage.services("a", InstantSource.system());
        Sleepers sleepers = new Sleepers() {
            @Override
            public Uni<List<Sort>> sorts() {
                return Uni.createFrom().item(List.of(new Sort("rev", "caller")));
            }

            @Override
            public Uni<List<String>> runs(Sort sort, int most) {
                return Uni.createFrom().item(stage.status(run).waiting() ? List.of(run) : List.of());
            }
        };
        return new StoppedSleepers(
                stage.stops, sleepers, services.perform().revisions(), stage.store, services.wakes(), services.vertx());
    }

    @Test
    void a_condition_is_asked_with_what_is_known_of_the_run() {
        stage = new Stage(TestingAgents.conditional("true", TestingAgents.tool("act", Effect.NONE, Idempotency.NONE)));
        List<CallFacts> asked = new CopyOnWriteArrayList<>();
        stage.conditions = (grant, facts) -> {
            asked.add(facts);
            return Optional.empty();
        };
        stage.models
                .says("Hello.")
                .calls("act", "{\"n\":1}")
                .calls("act", "{\"n\":2}")
                .says("Done.");
        String earlier = stage.accept("Hi");
        stage.perform("a");
        stage.awaitStatus(earlier, RunStatus.COMPLETED);
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst().arguments().path("n").asInt()).isEqualTo(1);
        assertThat(asked.getFirst().principal().client()).isEqualTo("caller");
        assertThat(asked.getFirst().principal().person()).contains(true);
        assertThat(asked.getFirst().principal().roles()).contains(Set.of("clerk"));
        assertThat(asked.get(1).labels().get()).contains(Set.of("system", "user", "tool:act"));
        assertThat(asked.get(1).budget()).hasValueSatisfying(left -> {
            assertThat(left.steps()).isEqualTo(8);
            assertThat(left.toolCalls()).isEqualTo(8);
            assertThat(left.tokens()).isEqualTo(Long.MAX_VALUE);
            assertThat(left.cost()).isInfinite();
        });
        assertThat(stage.types(run)).contains("tool.allowed");
    }
}

package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.idempotency.Claims;
import io.sallyport.run.machine.CallView;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing goes on for ever: what cannot succeed ends, and what is over leaves nothing behind. */
class BoundsTest {
    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    private void stage(Effect effect, Idempotency idempotency, Approval approval) {
        stage = new Stage(
                TestingAgents.agent(TestingAgents.tool("act", effect, idempotency, approval, OnUnknown.RECONCILE)));
    }

    private CallView call(String run) {
        return stage.state(run).calls().findFirst().orElseThrow();
    }

    /** Performs {@code run} wherever it is to be had, letting time pass while it sleeps, until it has ended. */
    private void performToTheEnd(String run) {
        for (int i = 0; i < 60 && !stage.status(run).terminal(); i++) {
            stage.store.elapse(Duration.ofSeconds(40));
            List<Claimed> claimed = stage.store
                    .claim(new ClaimOrder("owner-" + i, 1, Stage.LEASE, Duration.ofHours(1), true))
                    .subscribe()
                    .asCompletionStage()
                    .resultNow();
            claimed.forEach(one -> {
                RunTask task = stage.task(one, "owner");
                task.begin();
                await().atMost(Duration.ofSeconds(10)).until(task::over);
            });
        }
    }

    private void approve(String run, CallView call) {
        stage.signal(
                run,
                Signal.Kind.APPROVAL,
                "{\"call\":\"%s\",\"decision\":\"approve\",\"argsHash\":\"%s\"}"
                        .formatted(call.id(), call.argsHash().hex()));
    }

    @Test
    void a_second_approval_is_waited_for_as_long_as_its_own_term_whatever_became_of_the_first() {
        stage(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS);
        stage.models.calls("act", "{\"n\":1}").calls("act", "{\"n\":2}").says("Done.");
        String run = stage.accept("Act twice");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);
        stage.store.elapse(Duration.ofMinutes(50));
        approve(run, call(run));
        stage.perform("b");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> stage.state(run).calls().count() == 2);
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);

        stage.store.elapse(Duration.ofMinutes(20));

        assertThat(claimable())
                .as("woken by the term of an approval that was given")
                .isEmpty();
        assertThat(stage.types(run).stream().filter("run.waiting"::equals)).hasSize(2);
    }

    private List<Claimed> claimable() {
        return stage.store
                .claim(new ClaimOrder("somebody", 1, Stage.LEASE, Duration.ofHours(1), true))
                .subscribe()
                .asCompletionStage()
                .resultNow();
    }

    @Test
    void no_effect_begins_once_a_cancel_is_known() {
        stage(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER);
        List<UniEmitter<? super Claims.Claim>> claiming = new CopyOnWriteArrayList<>();
        stage.claims = new Claims() {
            @Override
            public Uni<Claim> claim(String key, String owner, long epoch, Duration ttl) {
                return Uni.createFrom().emitter(claiming::add);
            }

            @Override
            public Uni<Void> release(String key, String owner) {
                return Uni.createFrom().voidItem();
            }
        };
        stage.models.calls(List.of("act", "act"), List.of("{\"n\":1}", "{\"n\":2}"));
        String run = stage.accept("Act");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> claiming.size() == 2);

        stage.signal(run, Signal.Kind.CANCEL, "{}");
        task.nudged();
        await().atMost(Duration.ofSeconds(5)).until(() -> task.cancelled().isPresent());
        claiming.forEach(emitter -> emitter.complete(Claims.Claim.TAKEN));
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(stage.tools.calls).isEmpty();
        assertThat(stage.types(run)).doesNotContain("tool.started");
    }

    @Test
    void a_tool_that_never_does_anything_is_called_as_often_as_its_manifest_says() {
        stage(Effect.IRREVERSIBLE, Idempotency.QUERYABLE, Approval.NEVER);
        stage.models.calls("act", "{}").says("I gave up.");
        IntStream.range(0, 50).forEach(i -> {
            stage.tools.then(new ToolOutcome.Unknown(ToolError.of("tool_failed", "500")));
            stage.tools.lookedUp(new LookUpOutcome.NotApplied());
        });
        String run = stage.accept("Act");
        performToTheEnd(run);

        assertThat(stage.status(run)).isEqualTo(RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(5);
        assertThat(call(run).state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
        assertThat(call(run).doubt()).isFalse();
    }

    @Test
    void a_call_that_never_gets_out_in_time_is_given_up() {
        stage(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER);
        stage.models.calls("act", "{}").says("I gave up.");
        IntStream.range(0, 500).forEach(i -> stage.tools.then(new ToolOutcome.NotSent()));
        String run = stage.accept("Act");
        performToTheEnd(run);

        assertThat(stage.status(run)).isEqualTo(RunStatus.COMPLETED);
        assertThat(call(run).attempts()).isEqualTo(5);
        assertThat(call(run).state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
    }

    @Test
    void an_intent_that_was_durable_long_before_it_was_known_to_be_is_not_sent() {
        stage(Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER);
        stage.models.calls("act", "{}").says("Done.");
        List<UniEmitter<? super Claims.Claim>> claiming = new CopyOnWriteArrayList<>();
        stage.claims = new Claims() {
            @Override
            public Uni<Claim> claim(String key, String owner, long epoch, Duration ttl) {
                return claiming.isEmpty()
                        ? Uni.createFrom().emitter(claiming::add)
                        : Uni.createFrom().item(Claim.TAKEN);
            }

            @Override
            public Uni<Void> release(String key, String owner) {
                return Uni.createFrom().voidItem();
            }
        };
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> claiming.size() == 1);
        stage.store.loseAnswers(8); // of one commit, which is tried again every 200 ms
        claiming.getFirst().complete(Claims.Claim.TAKEN);
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).attempts()).isEqualTo(2);
        assertThat(stage.types(run)).contains("tool.retrying");
    }

    @Test
    void a_run_that_cannot_even_be_read_is_ended_after_its_owners_have_tried_often_enough() {
        String run = stage.accept("Hi");
        stage.unreadable = true;
        for (int i = 0; i < 14 && !stage.status(run).terminal(); i++) {
            RunTask task = stage.perform("victim-" + i);
            await().atMost(Duration.ofSeconds(5)).until(task::over);
            stage.store.elapse(Duration.ofDays(1));
        }

        assertThat(stage.status(run)).isEqualTo(RunStatus.FAILED);
        assertThat(stage.state(run).ended().orElseThrow().toString()).contains("no_progress");
    }

    @Test
    void an_outcome_that_could_not_be_committed_is_told_although_the_run_is_not_this_owner_s_any_more() {
        stage(Effect.IRREVERSIBLE, Idempotency.NONE, Approval.NEVER);
        stage.models.calls("act", "{}").says("Done.");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.pending.size() == 1);
        stage.store.breakDown();
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object().put("orderId", "7")));
        await().atMost(Duration.ofSeconds(5)).until(() -> !task.idle());
        task.home(task::replaced);
        await().atMost(Duration.ofSeconds(5)).until(task::over);
        stage.store.mend();
        stage.store.elapse(Duration.ofSeconds(60));

        stage.perform("b");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> stage.status(run) == RunStatus.QUEUED || stage.status(run) == RunStatus.COMPLETED);
        performToTheEnd(run);

        assertThat(stage.status(run)).isEqualTo(RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(1);
        assertThat(call(run).answer().orElseThrow().path("orderId").asText()).isEqualTo("7");
    }

    @Test
    void an_owner_that_runs_out_of_something_gives_the_run_up() {
        stage.models.exhausts();
        stage.accept("Hi");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(task::over);
    }

    @Test
    void a_run_that_is_over_leaves_no_timer() {
        stage.models.says("Hello.");
        String run = stage.accept("Hi");
        RunTask task = stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        await().atMost(Duration.ofSeconds(5)).until(task::over);
        assertThat(task.timers()).isZero();
    }

    @Test
    void a_process_that_has_just_begun_counts_whom_its_predecessor_has_lost() {
        assertThat(new StoreHealth().steady()).isGreaterThan(Stage.LEASE);
        StoreHealth shaken = new StoreHealth();
        shaken.failed();
        assertThat(shaken.steady()).isZero();
        shaken.reached();
        assertThat(shaken.steady()).isLessThan(Stage.LEASE);
    }

    @Test
    void what_undoes_a_call_needs_no_grant_and_cannot_be_asked_for() {
        stage = new Stage(TestingAgents.grantedTheFirst(
                TestingAgents.tool("act", Effect.IRREVERSIBLE, Idempotency.NONE, Approval.NEVER, OnUnknown.COMPENSATE),
                TestingAgents.tool("undo", Effect.REVERSIBLE, Idempotency.KEYED)));
        stage.models.calls(List.of("act", "undo"), List.of("{}", "{}")).says("Done.");
        stage.tools.then(new ToolOutcome.Unknown(ToolError.of("tool_failed", "500")));
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).extracting(call -> call.tool().name()).containsExactly("act", "undo");
        assertThat(stage.models.asked.getFirst().path("tools")).hasSize(1);
        assertThat(stage.state(run).calls().filter(call -> call.state() == CallState.DENIED))
                .as("the one that the model asked for")
                .hasSize(1);
    }

    @Test
    void what_cannot_be_undone_waits_for_a_person() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool(
                "act", Effect.IRREVERSIBLE, Idempotency.NONE, Approval.NEVER, OnUnknown.COMPENSATE)));
        stage.models.calls("act", "{}");
        stage.tools.then(new ToolOutcome.Unknown(ToolError.of("tool_failed", "500")));
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);
    }
}

package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.ChildUse;
import io.sallyport.run.machine.Loan;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.TestingStops;
import io.sallyport.tool.ToolRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChildRunsTest {
    private static final String ASK = "{\"input\": \"Read chapter one.\"}";

    private static final String SEARCH = "{\"input\": \"search\"}";

    private Stage stage = Stage.of(desk(limits(4, 3)), helper());

    @AfterEach
    void close() {
        stage.close();
    }

    private static AgentSpec.Limits limits(int parallel, int depth) {
        return new AgentSpec.Limits(
                20,
                20,
                OptionalLong.of(60_000),
                Optional.<BigDecimal>empty(),
                OptionalInt.of(100),
                Duration.ofMinutes(10),
                parallel,
                depth);
    }

    private static AgentRevision desk(AgentSpec.Limits limits) {
        return TestingAgents.asking(limits, List.of("helper"), search());
    }

    private static AgentRevision helper() {
        return TestingAgents.helper("helper", TestingAgents.ROOMY, search());
    }

    private static ToolSpec search() {
        return TestingAgents.tool("search", Effect.NONE, Idempotency.NONE);
    }

    private void asks(int times) {
        stage.models.calls(Collections.nCopies(times, "agent_helper"), Collections.nCopies(times, ASK));
    }

    /** A run that has asked for {@code times} helpers and sleeps until they have ended. */
    private String asking(int times) {
        String run = stage.accept("Read it.");
        asks(times);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_CHILD);
        return run;
    }

    private List<RunRecord> children() {
        return stage.store.runs().stream()
                .filter(run -> run.parentRun() != null)
                .toList();
    }

    private List<CallView> calls(String run) {
        return stage.state(run).calls().toList();
    }

    /** Whatever can be claimed is performed until {@code run} has come to {@code wanted}. */
    private void performUntil(String run, RunStatus wanted) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    if (stage.status(run) != wanted && isClaimable()) {
                        stage.perform("b");
                    }
                    return stage.status(run) == wanted;
                });
    }

    private boolean isClaimable() {
        return stage.store.runs().stream().anyMatch(run -> run.status() == RunStatus.QUEUED);
    }

    @Test
    void a_stopped_agent_is_not_asked_and_the_run_goes_on_without_it() {
        TestingStops.are(stage.stops, TestingStops.stop(StopKind.AGENT, "helper"));
        String run = stage.accept("Read it.");
        asks(1);
        stage.models.says("Pity.");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(children()).isEmpty();
        assertThat(stage.types(run)).contains("tool.denied");
        assertThat(calls(run)
                        .getFirst()
                        .answer()
                        .orElseThrow()
                        .at("/error/rule")
                        .asText())
                .isEqualTo("stop agent:helper");
    }

    @Test
    void an_agent_that_is_stopped_while_it_is_asked_is_cancelled_and_the_run_goes_on_without_its_answer() {
        String run = asking(1);
        TestingStops.are(stage.stops, TestingStops.stop(StopKind.AGENT, "helper"));

        stage.models.says("Pity.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(children().getFirst().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(stage.models.asked).hasSize(2);
    }

    @Test
    void a_run_waits_without_a_lease_for_the_agent_that_it_asked_and_goes_on_with_its_answer() {
        String run = asking(1);
        RunRecord child = children().getFirst();
        assertThat(stage.store.run(run).leaseOwner()).isNull();
        assertThat(child.agent()).isEqualTo("helper");
        assertThat(child.parentRun()).isEqualTo(run);
        assertThat(child.rootRun()).isEqualTo(run);
        assertThat(child.thread()).isNotEqualTo(stage.store.run(run).thread());

        stage.models.says("It is about tea.").says("Tea, they say.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(stage.types(run))
                .contains("tool.child_started", "run.waiting", "run.resumed", "tool.completed", "run.completed");
        CallView call = calls(run).getFirst();
        assertThat(call.state()).isEqualTo(CallState.SUCCEEDED);
        assertThat(call.answer().orElseThrow().textValue()).isEqualTo("It is about tea.");
        JsonNode last = stage.models.asked.getLast().path("messages");
        assertThat(last.path(last.size() - 1).path("role").asText()).isEqualTo("tool");
        assertThat(last.path(last.size() - 1).path("content").asText()).contains("It is about tea.");
        JsonNode first = stage.models.asked.get(1).path("messages");
        assertThat(first.path(first.size() - 1).path("content").asText()).isEqualTo("Read chapter one.");
        assertThat(stage.state(child.id())
                        .input()
                        .getFirst()
                        .parts()
                        .getFirst()
                        .label()
                        .text())
                .isEqualTo("agent:desk");
    }

    @Test
    void what_is_left_is_shared_evenly_and_held_while_the_children_work() {
        String run = asking(3);

        List<Loan> loans = calls(run).stream()
                .map(call -> call.child().orElseThrow().loan())
                .toList();
        // 60000, less 15 for the answer that asks: a quarter for each, and one for the run itself.
        assertThat(loans).extracting(Loan::tokens).containsOnly(14_996L);
        assertThat(loans).extracting(Loan::steps).containsOnly(6);
        assertThat(loans).extracting(Loan::depth).containsOnly(2);
        assertThat(stage.store.run(run).totals().reservedTokens()).isEqualTo(3 * 14_996L);

        stage.models.says("One.").says("Two.").says("Three.").says("All three.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(stage.state(run).spent().family().tokens()).isEqualTo(3 * 15);
        assertThat(stage.state(run).spent().tokens()).isEqualTo(5 * 15);
        assertThat(stage.state(run).spent().family().lentTokens()).isZero();
        assertThat(stage.store.run(run).totals().reservedTokens()).isZero();
    }

    @Test
    void the_same_call_at_the_same_place_of_two_children_and_their_parent_is_three_calls() {
        stage.models.calls(List.of("search", "agent_helper", "agent_helper"), List.of("{}", SEARCH, SEARCH));
        String run = stage.accept("Read it.");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_CHILD);

        stage.models.obeys();
        performUntil(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).extracting(ToolRequest::key).hasSize(3).doesNotHaveDuplicates();
        assertThat(children()).extracting(RunRecord::status).containsOnly(RunStatus.COMPLETED);
    }

    @Test
    void a_child_uses_no_more_than_it_was_lent() {
        AgentSpec.Limits two = new AgentSpec.Limits(
                4, 20, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(1), 4, 3);
        stage.close();
        stage = Stage.of(desk(two), helper());
        String run = asking(1);
        // Two steps are lent: one is the run's own, and one it has made.
        stage.models.calls("search", "{}").calls("search", "{}").says("No answer.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(children().getFirst().status()).isEqualTo(RunStatus.LIMIT_EXCEEDED);
        CallView call = calls(run).getFirst();
        assertThat(call.state()).isEqualTo(CallState.FAILED_APPLIED);
        assertThat(call.answer().orElseThrow().at("/error/code").asText()).isEqualTo("child_limit_exceeded");
        assertThat(call.answer().orElseThrow().at("/error/message").asText()).contains("limit on steps");
        assertThat(stage.state(run).spent().family().steps()).isEqualTo(2);
    }

    @Test
    void where_too_little_is_left_the_model_is_told_and_no_child_begins() {
        AgentSpec.Limits one = new AgentSpec.Limits(
                2, 20, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(1), 4, 3);
        stage.close();
        stage = Stage.of(desk(one), helper());
        String run = stage.accept("Read it.");
        asks(1);
        stage.models.says("I cannot.");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(children()).isEmpty();
        assertThat(calls(run)
                        .getFirst()
                        .answer()
                        .orElseThrow()
                        .at("/error/code")
                        .asText())
                .isEqualTo("budget_too_small");
    }

    @Test
    void no_more_children_are_at_work_at_once_than_calls_may_be() {
        stage.close();
        stage = Stage.of(desk(limits(2, 3)), helper());
        String run = asking(3);
        assertThat(children()).hasSize(2);

        stage.models.says("One.").says("Two.").says("Three.").says("All three.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(children()).hasSize(3);
    }

    @Test
    void a_run_that_is_as_deep_as_may_be_asks_nobody() {
        stage.close();
        AgentRevision middle = TestingAgents.asking(TestingAgents.ROOMY, List.of("helper"), search());
        AgentSpec spec = middle.agent();
        AgentSpec named = new AgentSpec(
                "middle",
                "middle",
                spec.clientSecret(),
                spec.route(),
                spec.prompt(),
                spec.tools(),
                spec.limits(),
                spec.shared(),
                spec.waitTimeout(),
                spec.approvalExpiry(),
                spec.requireKey(),
                Optional.of("asks on"));
        AgentRevision second = new AgentRevision("rev-middle", middle.spec(), named, middle.prompt(), middle.tools());
        stage = Stage.of(TestingAgents.asking(limits(4, 1), List.of("middle"), search()), second, helper());
        String run = stage.accept("Read it.");
        stage.models.calls("agent_middle", ASK);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_CHILD);
        asks(1);
        stage.models.says("I could not ask.").says("Nor could I.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(children()).hasSize(1);
        assertThat(calls(children().getFirst().id())
                        .getFirst()
                        .answer()
                        .orElseThrow()
                        .at("/error/code")
                        .asText())
                .isEqualTo("depth_exceeded");
    }

    @Test
    void who_takes_over_a_run_that_has_asked_begins_nobody_again() {
        String run = stage.accept("Read it.");
        asks(1);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_CHILD);
        stage.signal(run, Signal.Kind.INPUT, "{\"call\": \"nobody\", \"answer\": 1}");
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_CHILD);

        assertThat(children()).hasSize(1);
        assertThat(stage.types(run)).containsOnlyOnce("tool.child_started");
    }

    @Test
    void the_end_of_a_run_stops_all_that_it_has_asked() {
        String run = asking(3);
        children().forEach(child -> stage.claim("dead"));
        stage.signal(run, Signal.Kind.CANCEL, "{\"reason\": \"enough\"}");
        performUntil(run, RunStatus.CANCELLED);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> children().stream()
                        .allMatch(child -> stage.store.run(child.id()).signals() == 1));
        children().forEach(child -> {
            stage.store.expire(child.id());
            stage.perform("b");
            stage.awaitStatus(child.id(), RunStatus.CANCELLED);
        });
        assertThat(calls(run)).extracting(CallView::state).containsOnly(CallState.ABANDONED);
        // What was lent counts as used: nobody waits to hear what it was.
        assertThat(stage.state(run).spent().family().tokens()).isEqualTo(3 * 14_996L);
    }

    @Test
    void words_that_nobody_vouches_for_stay_so_in_the_answer_of_who_has_read_them() {
        String run = asking(2);
        stage.models
                .calls("search", "{}")
                .says("I have searched.")
                .says("I have not.")
                .says("Good.");
        performUntil(run, RunStatus.COMPLETED);

        assertThat(calls(run))
                .extracting(call -> call.child().flatMap(CallView.Child::use).map(ChildUse::untrusted))
                .containsExactlyInAnyOrder(Optional.of(true), Optional.of(false));
    }

    @Test
    void an_agent_that_has_gone_from_the_catalogue_is_not_asked() {
        stage.close();
        stage = Stage.of(desk(limits(4, 3)));
        String run = stage.accept("Read it.");
        asks(1);
        stage.models.says("Nobody there.");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(calls(run)
                        .getFirst()
                        .answer()
                        .orElseThrow()
                        .at("/error/code")
                        .asText())
                .isEqualTo("agent_gone");
    }

    @Test
    void an_agent_that_may_more_by_now_than_its_caller_is_not_asked() {
        stage.close();
        AgentRevision more = TestingAgents.helper(
                "helper",
                TestingAgents.ROOMY,
                search(),
                TestingAgents.tool("pay", Effect.IRREVERSIBLE, Idempotency.KEYED));
        stage = Stage.of(desk(limits(4, 3)), more);
        String run = stage.accept("Read it.");
        asks(1);
        stage.models.says("I may not.");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        JsonNode told = calls(run).getFirst().answer().orElse(Json.object());
        assertThat(told.at("/error/code").asText()).isEqualTo("agent_exceeds_caller");
        assertThat(told.at("/error/message").asText()).contains("tool:pay");
    }
}

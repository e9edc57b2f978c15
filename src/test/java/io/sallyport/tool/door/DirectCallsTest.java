package io.sallyport.tool.door;

import static io.sallyport.tool.door.DoorUnderTest.tool;
import static io.sallyport.tool.door.TestingTools.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.door.DirectAnswer.Origin;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What one key means. */
class DirectCallsTest {
    private final DoorUnderTest door = DoorUnderTest.withOneOfEach();

    @Test
    void what_was_done_is_told_again_and_not_done_again() {
        DirectAnswer.Result first = door.result("once", "k");
        DirectAnswer.Result second = door.result("once", "k");

        assertThat(first.origin()).isEqualTo(Origin.FRESH);
        assertThat(second.origin()).isEqualTo(Origin.RECORDED);
        assertThat(second.json()).isEqualTo(first.json()).isEqualTo(Bytes.of("\"done 1\""));
        assertThat(second.call()).isEqualTo(first.call());
        assertThat(door.tools.calls()).hasSize(1);
        assertThat(door.claims.held()).isEmpty();
    }

    @Test
    void the_same_key_with_other_arguments_is_refused_whatever_the_order_of_members() {
        var _ = door.call("once", "k", "{\"a\":1,\"b\":2}");

        assertThat(door.call("once", "k", "{\"b\":2,\"a\":1}").origin()).isEqualTo(Origin.RECORDED);
        assertThat(door.problem("once", "k", "{\"a\":1,\"b\":3}").code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void one_key_of_two_callers_or_for_two_tools_is_two_keys() {
        var _ = door.result("once", "k");
        var _ = door.result("keyed", "k");
        var _ = door.as("other", null).result("once", "k");
        var _ = door.as("other", "somebody").result("once", "k");

        assertThat(door.tools.calls()).extracting(ToolRequest::key).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void two_hundred_equal_calls_at_once_act_once_and_hear_the_same() {
        door.tools.answer(request -> later(Duration.ofMillis(150), success("done")));
        List<Uni<DirectAnswer>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (i == 100) {
                door.claims.flush();
            }
            all.add(door.start("once", "k", "{}"));
        }

        assertThat(all)
                .allSatisfy(answer -> assertThat(answer.await().atMost(Duration.ofSeconds(10)))
                        .isInstanceOfSatisfying(
                                DirectAnswer.Result.class,
                                result -> assertThat(result.json()).isEqualTo(Bytes.of("\"done\""))));
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void equal_calls_to_two_replicas_act_once() {
        DoorUnderTest other = door.replica();
        door.tools.answer(request -> later(Duration.ofMillis(150), success("done")));
        List<Uni<DirectAnswer>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add((i % 2 == 0 ? door : other).start("once", "k", "{}"));
            if (i == 10) {
                door.claims.flush();
            }
        }

        assertThat(all)
                .allSatisfy(answer -> assertThat(answer.await().atMost(Duration.ofSeconds(10)))
                        .isInstanceOf(DirectAnswer.Result.class));
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void a_call_is_under_way_until_it_has_ended_whether_anybody_waits_or_not() {
        CompletableFuture<ToolOutcome> answer = new CompletableFuture<>();
        door.tools.answer(request -> Uni.createFrom().completionStage(answer));
        door.start("once", "k", "{}").subscribe().with(done -> {}).cancel();
        await().until(() -> door.tools.calls().size() == 1);
        assertThat(door.underWay).hasValue(1);

        answer.complete(success("done"));
        await().untilAsserted(() -> assertThat(door.underWay).hasValue(0));
        assertThat(door.result("once", "k").json()).isEqualTo(Bytes.of("\"done\""));
        assertThat(door.underWay).hasValue(0);
    }

    @Test
    void what_cannot_be_the_id_of_a_call_is_not_looked_for() {
        door.ledger.failNext(100);

        for (String[] path : new String[][] {{"once", "\u0000"}, {"\u0000", "call_1"}, {"once", "a".repeat(200)}}) {
            assertThatThrownBy(() -> door.calls()
                            .find(door.caller(), path[0], path[1])
                            .await()
                            .indefinitely())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.CALL_NOT_FOUND));
        }
    }

    @Test
    void without_claims_the_ledger_decides_alone() {
        door.claims.vanish();
        door.tools.answer(request -> later(Duration.ofMillis(50), success("done")));
        Uni<DirectAnswer> first = door.start("once", "k", "{}");

        assertThat(door.replica().result("once", "k").origin()).isEqualTo(Origin.RECORDED);
        assertThat(first.await().indefinitely().origin()).isEqualTo(Origin.FRESH);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void who_waits_too_long_is_told_that_it_is_in_progress_and_when_to_come_again() {
        door.tools.answer(request -> Uni.createFrom().nothing());
        var _ = door.start("once", "k", "{}");

        Problem problem = door.replica().problem("once", "k");
        assertThat(problem.code()).isIn(ProblemCode.IN_PROGRESS, ProblemCode.UNKNOWN_EFFECT);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void a_claim_of_a_ghost_delays_and_never_acts() {
        var _ = door.result("keyed", "other");
        door.claims.hold(door.tools.calls().getFirst().key());
        assertThat(door.result("keyed", "other").origin()).isEqualTo(Origin.RECORDED);

        door.tools.answer(success("x"));
        var _ = door.result("once", "seen");
        String unseen = door.tools.calls().getLast().key();
        assertThat(unseen).hasSize(64);
    }

    @Test
    void a_claim_whose_owner_never_wrote_an_intent_ends_in_in_progress() {
        DoorUnderTest fresh = DoorUnderTest.with(
                tool("once", Effect.IRREVERSIBLE, Idempotency.NONE).spec());
        var _ = fresh.result("once", "k");
        String key = fresh.tools.calls().getFirst().key();
        DoorUnderTest other = DoorUnderTest.with(
                tool("once", Effect.IRREVERSIBLE, Idempotency.NONE).spec());
        other.claims.hold(key);

        Problem problem = other.problem("once", "k");
        assertThat(problem.code()).isEqualTo(ProblemCode.IN_PROGRESS);
        assertThat(problem.facts()).containsKey(Problem.RETRY_AFTER_SECONDS);
        assertThat(other.tools.calls()).isEmpty();
    }

    @Test
    void a_caller_that_goes_away_stops_nothing() {
        CompletableFuture<ToolOutcome> answer = new CompletableFuture<>();
        door.tools.answer(request -> Uni.createFrom().completionStage(answer));
        door.start("once", "k", "{}").subscribe().with(done -> {}).cancel();

        answer.complete(success("done"));
        await().until(() -> door.ledger.states().equals(List.of(CallState.SUCCEEDED)));
        assertThat(door.result("once", "k").origin()).isEqualTo(Origin.RECORDED);
    }

    @Test
    void business_that_somebody_else_has_done_is_not_done_again_and_not_told() {
        var _ = door.call("invoice", null, "{\"number\":7}");

        assertThat(door.call("invoice", null, "{\"number\":7}").origin()).isEqualTo(Origin.RECORDED);
        assertThat(door.as("other", null)
                        .problem("invoice", null, "{\"number\":7}")
                        .code())
                .isEqualTo(ProblemCode.CONFLICT);
        door.as("batch", null).ledger.belongsTo("run_1");
        assertThat(door.problem("invoice", null, "{\"number\":7}").code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void business_that_has_failed_with_somebody_else_is_anybodys() {
        door.tools.answer(new ToolOutcome.NotApplied(ToolError.of(ToolErrors.REFUSED, "It said no.")));
        assertThat(door.problem("invoice", null, "{\"number\":7}").code()).isEqualTo(ProblemCode.TOOL_REFUSED);

        door.tools.answer(success("sent"));
        assertThat(door.as("other", null)
                        .call("invoice", null, "{\"number\":7,\"to\":\"b\"}")
                        .origin())
                .isEqualTo(Origin.FRESH);

        assertThat(door.tools.calls()).hasSize(2);
        assertThat(door.as("batch", null)
                        .problem("invoice", null, "{\"number\":7}")
                        .code())
                .isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void one_number_is_one_argument_however_it_is_written_and_its_digits_go_to_the_tool() {
        var _ = door.call("invoice", null, "{\"number\":1001.0,\"lines\":[20.50]}");

        assertThat(door.call("invoice", null, "{\"lines\":[2.05e1],\"number\":1001}")
                        .origin())
                .isEqualTo(Origin.RECORDED);
        assertThat(door.problem("invoice", null, "{\"number\":1001,\"lines\":[20.51]}")
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(door.problem("invoice", null, "{\"number\":1001,\"lines\":[\"20.50\"]}")
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(door.tools.calls())
                .singleElement()
                .satisfies(call ->
                        assertThat(call.arguments().path("number").asText()).isEqualTo("1001.0"));
    }

    @Test
    void a_call_is_shown_to_its_caller_and_to_who_may_administer_and_to_nobody_else() {
        String call = door.result("once", "k").call();

        assertThat(door.calls()
                        .find(door.caller(), "once", call)
                        .await()
                        .indefinitely()
                        .state())
                .isEqualTo(CallState.SUCCEEDED);
        door.as("other", null);
        assertThatThrownBy(() ->
                        door.calls().find(door.caller(), "once", call).await().indefinitely())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("call_not_found");
        door.may(permission -> true);
        assertThat(door.calls().find(door.caller(), "once", call).await().indefinitely())
                .isNotNull();

        door.ledger.failNext(1);
        assertThatThrownBy(() ->
                        door.calls().find(door.caller(), "once", call).await().indefinitely())
                .hasMessageContaining("store_unavailable");
    }

    private static Uni<ToolOutcome> later(Duration after, ToolOutcome outcome) {
        return Uni.createFrom().item(outcome).onItem().delayIt().by(after);
    }
}

package io.sallyport.tool.door;

import static io.sallyport.tool.door.DoorUnderTest.DEAD;
import static io.sallyport.tool.door.TestingTools.REFUSED;
import static io.sallyport.tool.door.TestingTools.TIMEOUT;
import static io.sallyport.tool.door.TestingTools.UNREACHABLE;
import static io.sallyport.tool.door.TestingTools.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.door.DirectAnswer.Origin;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of what a tool says, and of what it does not say. */
class OutcomesTest {
    private final DoorUnderTest door = DoorUnderTest.withOneOfEach();

    @Test
    void a_refusal_of_the_tool_is_recorded_and_told_again() {
        door.tools.answer(new ToolOutcome.NotApplied(REFUSED));

        assertThat(door.problem("once", "k").code()).isEqualTo(ProblemCode.TOOL_REFUSED);
        DirectAnswer again = door.call("once", "k", "{}");
        assertThat(again.origin()).isEqualTo(Origin.RECORDED);
        assertThat(((DirectAnswer.Refusal) again).problem().facts().get("error").toString())
                .contains("tool_refused", "Sold out.");
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void what_a_tool_says_of_its_refusal_is_told_and_told_again() {
        ToolError refused = REFUSED.with(
                Json.parse("{\"sku\":\"a\",\"left\":[0.10,null,true]}").orElseThrow());
        door.tools.answer(new ToolOutcome.NotApplied(refused));

        Map<?, ?> first = (Map<?, ?>) door.problem("once", "k").facts().get("error");
        assertThat(first.get("detail")).hasToString("{sku=a, left=[0.10, null, true]}");
        assertThat(door.problem("once", "k").facts().get("error")).isEqualTo(first);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void a_tool_that_was_not_reached_is_called_by_the_next_request_with_the_same_key() {
        door.tools.answer(new ToolOutcome.NotApplied(UNREACHABLE));

        Problem problem = door.problem("once", "k");
        assertThat(problem.code()).isEqualTo(ProblemCode.TOOL_UNAVAILABLE);
        assertThat(problem.facts()).containsKey(Problem.RETRY_AFTER_SECONDS);
        assertThat(door.result("once", "k").origin()).isEqualTo(Origin.FRESH);
        assertThat(door.tools.calls())
                .extracting(ToolRequest::key)
                .hasSize(2)
                .containsOnly(door.tools.calls().getFirst().key());
    }

    @Test
    void a_call_for_which_the_issuer_gave_no_token_may_be_made_by_the_same_key_once_it_does() {
        door.tools.answer(new ToolOutcome.NotApplied(ToolErrors.userRefused()));

        Problem problem = door.problem("once", "k");
        assertThat(problem.code()).isEqualTo(ProblemCode.TOOL_REFUSED);
        assertThat(problem.facts().get("error").toString()).contains("tool_auth_refused");
        assertThat(door.result("once", "k").origin()).isEqualTo(Origin.FRESH);
        assertThat(door.tools.calls()).hasSize(2);
    }

    @Test
    void what_failed_after_something_was_done_is_told_as_it_is() {
        door.tools.answer(new ToolOutcome.Applied(ToolError.of(ToolErrors.OUTPUT_TOO_LARGE, "Too much.")));

        assertThat(door.problem("keyed", "k").code()).isEqualTo(ProblemCode.TOOL_FAILED);
        assertThat(door.problem("keyed", "k").code()).isEqualTo(ProblemCode.TOOL_FAILED);
        assertThat(door.ledger.states()).containsExactly(CallState.FAILED_APPLIED);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void a_tool_that_asks_a_person_cannot_be_called_directly() {
        door.tools.answer(new ToolOutcome.NeedsInput("Which one?", java.util.Optional.empty()));

        assertThat(door.problem("keyed", "k").code()).isEqualTo(ProblemCode.TOOL_REFUSED);
    }

    @Test
    void a_busy_tool_is_asked_again_within_the_time_of_one_attempt_by_the_same_key() {
        ToolError busy = ToolErrors.later(ToolErrors.BUSY, "Not now.");
        door.tools.answer(new ToolOutcome.Later(Duration.ofMillis(10), busy)).answer(success("done"));

        assertThat(door.result("once", "k").json()).isEqualTo(Bytes.of("\"done\""));
        assertThat(door.ledger.only().epoch()).isEqualTo(2);

        door.tools.answer(new ToolOutcome.Later(Duration.ofSeconds(30), busy));
        Problem problem = door.problem("once", "k2");
        assertThat(problem.code()).isEqualTo(ProblemCode.TOOL_UNAVAILABLE);
        assertThat(problem.facts()).containsEntry(Problem.RETRY_AFTER_SECONDS, 30L);
    }

    @Test
    void a_keyed_tool_that_did_not_say_is_called_again_by_the_same_key() {
        door.tools.answer(new ToolOutcome.Unknown(TIMEOUT)).answer(success("done"));

        assertThat(door.result("keyed", "k").json()).isEqualTo(Bytes.of("\"done\""));
        assertThat(door.tools.calls()).hasSize(2);
    }

    @Test
    void a_keyed_tool_that_goes_on_not_saying_is_left_to_the_caller_to_call_again() {
        for (int i = 0; i < 3; i++) {
            door.tools.answer(new ToolOutcome.Unknown(TIMEOUT));
        }
        Problem problem = door.problem("keyed", "k");
        assertThat(problem.code()).isEqualTo(ProblemCode.TOOL_TIMEOUT);
        assertThat(door.ledger.states()).containsExactly(CallState.INTENT);

        await().until(() -> door.call("keyed", "k", "{}") instanceof DirectAnswer.Result);
        assertThat(door.tools.calls())
                .extracting(ToolRequest::key)
                .containsOnly(door.tools.calls().getFirst().key());
    }

    @Test
    void a_keyed_tool_in_doubt_is_not_called_not_applied_because_it_cannot_be_reached_now() {
        door.tools.answer(new ToolOutcome.Unknown(TIMEOUT));
        for (int i = 0; i < 4; i++) {
            door.tools.answer(new ToolOutcome.NotApplied(UNREACHABLE));
        }

        assertThat(door.problem("keyed", "k").code()).isEqualTo(ProblemCode.TOOL_TIMEOUT);
        assertThat(door.ledger.states()).containsExactly(CallState.INTENT);
    }

    @Test
    void a_tool_that_can_only_be_called_once_is_never_called_again_when_it_did_not_say() {
        door.tools.answer(new ToolOutcome.Unknown(TIMEOUT));

        Problem first = door.problem("once", "k");
        Problem second = door.problem("once", "k");
        assertThat(first.code()).isEqualTo(ProblemCode.UNKNOWN_EFFECT);
        assertThat(second.code()).isEqualTo(ProblemCode.UNKNOWN_EFFECT);
        assertThat(door.tools.calls()).hasSize(1);
        assertThat(door.ledger.states()).containsExactly(CallState.UNKNOWN);
    }

    @Test
    void a_queryable_tool_is_asked_only_after_the_deadline_and_what_it_says_counts() {
        door.tools.answer(new ToolOutcome.Unknown(TIMEOUT)).find(new LookUpOutcome.Applied(TextNode.valueOf("found")));
        assertThat(door.problem("asked", "k").code()).isEqualTo(ProblemCode.TOOL_TIMEOUT);
        assertThat(door.tools.lookUps()).isEmpty();

        door.ledger.elapse(DEAD);
        DirectAnswer.Result found = door.result("asked", "k");
        assertThat(found.json()).isEqualTo(Bytes.of("\"found\""));
        assertThat(found.origin()).isEqualTo(Origin.RECORDED);
        assertThat(door.ledger.states()).containsExactly(CallState.RECONCILED);
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void a_queryable_tool_that_has_not_done_it_is_called_where_the_manifest_says_so_and_else_nobody_knows() {
        door.tools.answer(new ToolOutcome.Unknown(TIMEOUT)).answer(new ToolOutcome.Unknown(TIMEOUT));
        var _ = door.problem("asked", "k");
        var _ = door.problem("asked_only", "k");
        door.ledger.elapse(DEAD);

        assertThat(door.result("asked", "k").origin()).isEqualTo(Origin.FRESH);
        assertThat(door.problem("asked_only", "k").code()).isEqualTo(ProblemCode.UNKNOWN_EFFECT);
    }

    @Test
    void a_queryable_tool_that_cannot_tell_is_asked_again_by_the_next_request() {
        door.tools.answer(new ToolOutcome.Unknown(TIMEOUT)).find(new LookUpOutcome.CannotTell(UNREACHABLE));
        var _ = door.problem("asked", "k");
        door.ledger.elapse(DEAD);

        assertThat(door.problem("asked", "k").code()).isEqualTo(ProblemCode.TOOL_TIMEOUT);
        door.tools.find(new LookUpOutcome.Applied(TextNode.valueOf("found")));
        assertThat(door.result("asked", "k").json()).isEqualTo(Bytes.of("\"found\""));
        assertThat(door.tools.calls()).hasSize(1);
    }

    @Test
    void what_a_look_up_said_is_old_by_the_time_of_the_next_request() {
        ToolError busy = ToolErrors.later(ToolErrors.BUSY, "Not now.");
        for (ToolOutcome notDone : new ToolOutcome[] {
            new ToolOutcome.NotSent(),
            new ToolOutcome.NotApplied(UNREACHABLE),
            new ToolOutcome.Later(Duration.ofSeconds(30), busy)
        }) {
            String key = notDone.toString();
            door.tools.find(new LookUpOutcome.NotApplied());
            door.tools.answer(new ToolOutcome.Unknown(TIMEOUT));
            var _ = door.problem("asked", key);
            door.ledger.elapse(DEAD);
            door.tools.answer(notDone);
            assertThat(door.problem("asked", key).code()).as(key).isEqualTo(ProblemCode.TOOL_UNAVAILABLE);

            door.tools.find(new LookUpOutcome.Applied(TextNode.valueOf("found")));
            assertThat(door.result("asked", key).json()).as(key).isEqualTo(Bytes.of("\"found\""));
        }
    }

    @Test
    void an_owner_that_died_is_succeeded_by_class() {
        door.tools.answer(request -> Uni.createFrom().nothing());
        door.tools.answer(request -> Uni.createFrom().nothing());
        var _ = door.start("once", "k", "{}");
        var _ = door.start("keyed", "k", "{}");
        await().until(() -> door.tools.calls().size() == 2);
        door.ledger.elapse(DEAD);

        DoorUnderTest successor = door.replica();
        assertThat(successor.problem("once", "k").code()).isEqualTo(ProblemCode.UNKNOWN_EFFECT);
        assertThat(successor.result("keyed", "k").origin()).isEqualTo(Origin.FRESH);
        assertThat(door.tools.calls()).hasSize(3);
    }

    @Test
    void a_result_that_comes_after_the_call_was_given_up_settles_it() {
        CompletableFuture<ToolOutcome> answer = new CompletableFuture<>();
        door.tools.answer(request -> Uni.createFrom().completionStage(answer));
        Uni<DirectAnswer> late = door.start("once", "k", "{}");
        await().until(() -> door.tools.calls().size() == 1);
        door.ledger.elapse(DEAD);
        assertThat(door.replica().problem("once", "k").code()).isEqualTo(ProblemCode.UNKNOWN_EFFECT);

        answer.complete(success("done after all"));
        assertThat(late.await().indefinitely()).isInstanceOf(DirectAnswer.Result.class);
        assertThat(door.result("once", "k").json()).isEqualTo(Bytes.of("\"done after all\""));
        assertThat(door.ledger.states()).containsExactly(CallState.RECONCILED);
    }
}

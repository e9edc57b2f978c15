package io.sallyport.run.machine;

import static io.sallyport.run.machine.Story.allowed;
import static io.sallyport.run.machine.Story.asked;
import static io.sallyport.run.machine.Story.intended;
import static io.sallyport.run.machine.Story.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** State and what is outstanding in it, told together. */
class MachineTest {

    @Test
    void nothing_is_outstanding_in_a_run_that_was_never_accepted() {
        assertThat(RunState.EMPTY.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(Machine.outstanding(RunState.EMPTY)).isEmpty();
    }

    @Test
    void an_accepted_run_is_opened() {
        Story story = Story.begun();

        assertThat(story.state().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(story.state().input()).containsExactly(Story.user("two teas"));
        assertThat(story.outstanding()).containsExactly(new Effect.Open());
    }

    @Test
    void an_opened_run_asks_a_model() {
        Story story = Story.opened();

        assertThat(story.state().opening()).isPresent();
        assertThat(story.outstanding()).containsExactly(new Effect.AskModel(1, 1));
    }

    @Test
    void a_model_that_was_asked_and_has_not_answered_is_asked_again_as_another_attempt() {
        Story story = Story.opened().then(asked(1, 1));

        assertThat(story.state().spent().reservedTokens()).isEqualTo(100);
        assertThat(story.outstanding()).containsExactly(new Effect.AskModel(1, 2));

        story.then(new RunEvent.Reset(1, 2, "chat", "another_attempt", 120, 6000));

        assertThat(story.state().steps()).hasSize(1);
        assertThat(story.state().spent().reservedTokens()).isEqualTo(120);
        assertThat(story.outstanding()).containsExactly(new Effect.AskModel(1, 3));
    }

    @Test
    void an_attempt_that_nobody_has_the_answer_of_has_spent_all_that_it_held() {
        Story story = Story.opened().then(asked(1, 1));

        RunEvent lost = Losses.held(story.state(), "not_answered").orElseThrow();
        assertThat(lost).isEqualTo(new RunEvent.MessageLost(1, 1, Optional.empty(), "not_answered", 100, 5000));
        story.then(lost, new RunEvent.Reset(1, 2, "chat", "another_attempt", 120, 6000));

        assertThat(story.state().spent()).isEqualTo(new Spent(Usage.NONE, 5000, 120, 6000, 0, 100));
        assertThat(story.state().spent().tokens()).isEqualTo(100);
        assertThat(story.outstanding()).containsExactly(new Effect.AskModel(1, 3));

        story.then(Story.said(1, "Tea is served."));
        assertThat(story.state().spent()).isEqualTo(new Spent(new Usage(10, 1, 5, 2), 5700, 0, 0, 0, 100));
        assertThat(Losses.held(story.state(), "not_answered")).isEmpty();
    }

    @Test
    void an_answer_that_wants_nothing_completes_the_run_and_settles_what_was_held() {
        Story story = Story.opened().then(asked(1, 1), Story.said(1, "Tea is served."));

        assertThat(story.state().spent()).isEqualTo(new Spent(new Usage(10, 1, 5, 2), 700, 0, 0, 0, 0));
        assertThat(story.outstanding()).containsExactly(new Effect.Complete());

        story.then(new RunEvent.Completed());

        assertThat(story.state().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(story.state().ended()).contains(new RunEvent.Completed());
        assertThat(story.outstanding()).isEmpty();
    }

    @Test
    void proposed_calls_are_decided_together_before_anything_is_called() {
        Story story = Story.wanting("create_order", "send_email");

        assertThat(story.calls()).containsExactly("call_1 PROPOSED", "call_2 PROPOSED");
        assertThat(story.outstanding()).containsExactly(new Effect.Decide(List.of("call_1", "call_2")));
    }

    @Test
    void an_allowed_call_is_made_while_its_sibling_waits_for_a_person() {
        Story story = Story.wanting("create_order", "send_email")
                .then(allowed("call_1"), new RunEvent.ApprovalRequired("call_2", "appr_1", Story.ARGS_HASH, 60_000));

        assertThat(story.call("call_2").approval()).contains("appr_1");
        assertThat(story.call("call_2").waitsUntil())
                .contains(story.now().minusSeconds(1).plus(Duration.ofMinutes(1)));
        assertThat(story.outstanding()).containsExactly(new Effect.CallTool("call_1", 1));
    }

    @Test
    void what_was_left_undecided_is_decided_once_the_question_about_its_sibling_is_answered() {
        Story story = Story.wanting("send_email", "send_email")
                .then(new RunEvent.ApprovalRequired("call_1", "appr_1", Story.ARGS_HASH, 60_000));
        assertThat(story.outstanding()).containsExactly(new Effect.Sleep(RunStatus.WAITING_APPROVAL));

        story.then(new RunEvent.ToolAllowed("call_1", "approval", Optional.of("ann")));
        assertThat(story.outstanding())
                .containsExactly(new Effect.Decide(List.of("call_2")), new Effect.CallTool("call_1", 1));

        Story denied = Story.wanting("send_email", "send_email")
                .then(
                        new RunEvent.ApprovalRequired("call_1", "appr_1", Story.ARGS_HASH, 60_000),
                        new RunEvent.ToolDenied("call_1", "denied_by_person", Optional.of("ann"), result("no")));
        assertThat(denied.outstanding()).containsExactly(new Effect.Decide(List.of("call_2")));
    }

    @Test
    void with_nothing_but_a_persons_turn_left_the_run_sleeps() {
        Story story = Story.wanting("create_order")
                .then(new RunEvent.ApprovalRequired("call_1", "appr_1", Story.ARGS_HASH, 60_000));
        assertThat(story.outstanding()).containsExactly(new Effect.Sleep(RunStatus.WAITING_APPROVAL));

        Story asking = Story.wanting("ask_customer")
                .then(allowed("call_1"), intended("call_1", 1), new RunEvent.InputRequired("call_1", result("?")));
        assertThat(asking.call("call_1").state()).isEqualTo(CallState.AWAITING_INPUT);
        assertThat(asking.outstanding()).containsExactly(new Effect.Sleep(RunStatus.WAITING_INPUT));
    }

    @Test
    void a_call_between_intent_and_result_is_recovered_by_whoever_sees_it() {
        Story story = Story.wanting("create_order").then(allowed("call_1"), intended("call_1", 1));

        CallView call = story.call("call_1");
        assertThat(call.state()).isEqualTo(CallState.INTENT);
        assertThat(call.key()).contains("key of call_1");
        assertThat(call.firstIntent()).contains(story.now().minusSeconds(1));
        assertThat(call.deadline()).contains(story.now().plusSeconds(2));
        assertThat(call.doubt()).isFalse();
        assertThat(story.state().spent().toolCalls()).isEqualTo(1);
        assertThat(story.outstanding()).containsExactly(new Effect.Recover("call_1", 1));
    }

    @Test
    void a_second_intent_without_an_outcome_of_the_first_leaves_a_doubt_and_counts_as_one_call() {
        Story story = Story.wanting("create_order").then(allowed("call_1"), intended("call_1", 1));
        var first = story.call("call_1").firstIntent();

        story.then(intended("call_1", 2));

        CallView call = story.call("call_1");
        assertThat(call.attempts()).isEqualTo(2);
        assertThat(call.outcomes()).isZero();
        assertThat(call.doubt()).isTrue();
        assertThat(call.firstIntent()).isEqualTo(first);
        assertThat(story.state().spent().toolCalls()).isEqualTo(1);
        assertThat(story.outstanding()).containsExactly(new Effect.Recover("call_1", 2));
    }

    @Test
    void a_call_that_is_to_be_made_again_is_made_with_its_next_attempt_and_not_too_soon() {
        Story story = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolAgain("call_1", 1, "later", 400, false));

        CallView call = story.call("call_1");
        assertThat(call.state()).isEqualTo(CallState.ALLOWED);
        assertThat(call.outcomes()).isEqualTo(1);
        assertThat(call.doubt()).isFalse();
        assertThat(call.notBefore()).contains(story.now().minusSeconds(1).plusMillis(400));
        assertThat(story.outstanding()).containsExactly(new Effect.CallTool("call_1", 2));
    }

    @Test
    void a_doubt_stays_through_later_attempts_that_have_none() {
        Story story = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolAgain("call_1", 1, "timeout", 400, true),
                        intended("call_1", 2),
                        new RunEvent.ToolAgain("call_1", 2, "later", 400, false));

        assertThat(story.call("call_1").doubt()).isTrue();
        assertThat(story.call("call_1").outcomes()).isEqualTo(2);
    }

    @Test
    void an_unknown_outcome_is_settled_before_the_step_is_over() {
        Story story = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolUnknown("call_1", "unknown_effect", result("?")));

        assertThat(story.outstanding()).containsExactly(new Effect.SettleUnknown("call_1"));

        story.then(new RunEvent.ToolReconciled("call_1", "applied", "ops", result("A-1")));

        assertThat(story.call("call_1").state()).isEqualTo(CallState.RECONCILED);
        assertThat(story.call("call_1").answer()).contains(result("A-1"));
        assertThat(story.outstanding()).containsExactly(new Effect.AskModel(2, 1));
    }

    @Test
    void when_all_calls_are_settled_the_next_step_begins_and_the_numbers_of_steps_go_on() {
        Story story = Story.wanting("create_order", "send_email")
                .then(
                        new RunEvent.ToolDenied("call_1", "not_permitted", Optional.empty(), result("no")),
                        allowed("call_2"),
                        intended("call_2", 1));
        assertThat(story.outstanding()).containsExactly(new Effect.Recover("call_2", 1));

        story.then(new RunEvent.ToolCompleted("call_2", CallState.SUCCEEDED, Optional.empty(), result("sent")));
        assertThat(story.outstanding()).containsExactly(new Effect.AskModel(2, 1));

        story.then(asked(2, 1)).wants(2, "create_order");

        assertThat(story.state().step().orElseThrow().step()).isEqualTo(2);
        assertThat(story.calls()).containsExactly("call_1 DENIED", "call_2 SUCCEEDED", "call_11 PROPOSED");
        assertThat(story.outstanding()).containsExactly(new Effect.Decide(List.of("call_11")));
    }

    @Test
    void a_compensation_is_one_more_call_of_the_step() {
        Story story = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolUnknown("call_1", "unknown_effect", result("?")),
                        Story.proposed("call_9", 1, 1_000_001, "cancel_order", "", Optional.of("call_1")),
                        allowed("call_9"));

        assertThat(story.call("call_9").compensates()).contains("call_1");
        assertThat(story.outstanding())
                .containsExactly(new Effect.SettleUnknown("call_1"), new Effect.CallTool("call_9", 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING_APPROVAL", "WAITING_INPUT", "WAITING_TIMER", "WAITING_RECONCILE", "WAITING_CHILD"})
    void nothing_is_outstanding_while_a_run_sleeps_and_all_of_it_when_it_resumes(RunStatus wait) {
        Story story = Story.opened().then(asked(1, 1));
        List<Effect> before = story.outstanding();

        story.then(new RunEvent.Waiting(wait, -1, Json.object()));
        assertThat(story.state().status()).isEqualTo(wait);
        assertThat(story.state().waitingSince()).isPresent();
        assertThat(story.state().spent().reservedTokens())
                .as("a sleeping run holds nothing")
                .isZero();
        assertThat(story.outstanding()).isEmpty();

        story.then(new RunEvent.Resumed(wait));
        assertThat(story.state().waitingSince()).isEmpty();
        assertThat(story.outstanding()).isEqualTo(before);
    }

    @Test
    void waits_for_a_provider_are_counted_until_a_model_answers_and_waits_for_a_tool_are_not() {
        RunEvent provider = new RunEvent.Waiting(
                RunStatus.WAITING_TIMER, 1000, Json.object().put("provider", "provider_error"));
        Story story = Story.opened().then(asked(1, 1), provider);
        var first = story.state().firstTimer();
        story.then(new RunEvent.Resumed(RunStatus.WAITING_TIMER), provider);

        assertThat(story.state().timers()).isEqualTo(2);
        assertThat(first).isPresent();
        assertThat(story.state().firstTimer()).isEqualTo(first);

        story.then(new RunEvent.Resumed(RunStatus.WAITING_TIMER), Story.said(1, "At last."));
        assertThat(story.state().timers()).isZero();
        assertThat(story.state().firstTimer()).isEmpty();

        story.then(new RunEvent.Waiting(
                RunStatus.WAITING_TIMER, 5000, Json.object().put("reason", "tool")));
        assertThat(story.state().timers()).isZero();
    }

    @Test
    void each_way_to_end_is_final_and_releases_what_was_held() {
        assertThat(List.of(
                        new RunEvent.Completed(),
                        new RunEvent.Failed("no_progress", "It died.", Optional.empty()),
                        new RunEvent.Cancelled("alice", Optional.of("enough")),
                        new RunEvent.Expired(RunStatus.WAITING_INPUT),
                        new RunEvent.LimitExceeded("steps", "20")))
                .allSatisfy(last -> {
                    Story story = Story.opened().then(asked(1, 1), last);
                    assertThat(story.state().status().terminal()).isTrue();
                    assertThat(story.state().ended()).contains(last);
                    assertThat(story.state().spent().reservedTokens()).isZero();
                    assertThat(story.outstanding()).isEmpty();
                    assertThat(EventType.of(RunEventJson.write(last).type())
                                    .orElseThrow()
                                    .terminal())
                            .isTrue();
                });
    }

    @Test
    void events_about_calls_and_steps_that_are_not_there_change_nothing() {
        RunState before = Story.opened().state();

        assertThat(Story.opened().then(allowed("call_7")).state()).isEqualTo(before);
        assertThat(Story.opened().then(Story.said(4, "?")).state().steps()).isEmpty();
    }

    @Test
    void the_fold_of_the_journal_is_the_state_that_was_reached_event_by_event() {
        Story story = Story.wanting("create_order", "send_email")
                .then(allowed("call_1"), intended("call_1", 1), intended("call_1", 2), allowed("call_2"));

        assertThat(Fold.all(story.journal())).isEqualTo(story.state());
        assertThat(RunEventReader.readAll(story.journal()))
                .hasSize(story.journal().size());
    }

    @Test
    void each_effect_is_about_one_thing() {
        assertThat(List.of(
                        new Effect.Open(),
                        new Effect.AskModel(1, 2),
                        new Effect.Decide(List.of("call_1")),
                        new Effect.CallTool("call_1", 1),
                        new Effect.Recover("call_1", 2),
                        new Effect.SettleUnknown("call_1"),
                        new Effect.Sleep(RunStatus.WAITING_INPUT),
                        new Effect.Complete()))
                .extracting(Effect::subject)
                .containsExactly("open", "model", "decide", "call_1", "call_1", "call_1", "end", "end");
    }
}

package io.sallyport.run.machine;

import static io.sallyport.run.machine.Story.allowed;
import static io.sallyport.run.machine.Story.intended;
import static io.sallyport.run.machine.Story.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final String ALICE = "web-chat/alice";

    private static Signal signal(long n, Signal.Kind kind, ObjectNode data) {
        return new Signal(n, kind, Json.bytes(data), ALICE, Story.BEGIN.plusSeconds(100 + n));
    }

    private static Signal decision(long n, String call, String decision, Sha256 hash) {
        return signal(
                n,
                Signal.Kind.APPROVAL,
                Json.object().put("call", call).put("decision", decision).put("argsHash", hash.hex()));
    }

    private static Signal reconcile(long n, String call, String outcome) {
        return signal(n, Signal.Kind.RECONCILE, Json.object().put("call", call).put("outcome", outcome));
    }

    private static Story awaitingApproval() {
        return Story.wanting("create_order")
                .then(new RunEvent.ApprovalRequired("call_1", "appr_1", Story.ARGS_HASH, 60_000));
    }

    private static Story unknown() {
        return Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolUnknown("call_1", "unknown_effect", result("?")));
    }

    private static Story askingForInput() {
        return Story.wanting("ask_customer")
                .then(allowed("call_1"), intended("call_1", 1), new RunEvent.InputRequired("call_1", result("?")));
    }

    private static List<RunEvent> events(Story story, Signal... signals) {
        return Inbox.events(story.state(), List.of(signals));
    }

    /** What is told again, after it has had its effect, has none. */
    private static void meansNothingTheSecondTime(Story story, Signal... signals) {
        story.then(events(story, signals).toArray(RunEvent[]::new));
        assertThat(events(story, signals)).isEmpty();
    }

    @Test
    void an_approval_of_the_very_arguments_allows_the_call() {
        Signal approved = decision(1, "call_1", "approve", Story.ARGS_HASH);

        assertThat(events(awaitingApproval(), approved))
                .containsExactly(new RunEvent.ToolAllowed("call_1", "approval", Optional.of(ALICE)));
        meansNothingTheSecondTime(awaitingApproval(), approved);
    }

    @Test
    void a_denial_answers_the_model_in_words() {
        Signal denied = decision(1, "call_1", "deny", Story.ARGS_HASH);

        assertThat(events(awaitingApproval(), denied)).singleElement().satisfies(event -> {
            RunEvent.ToolDenied no = (RunEvent.ToolDenied) event;
            assertThat(no.code()).isEqualTo("denied_by_person");
            assertThat(no.by()).contains(ALICE);
            assertThat(no.error().path("error").path("code").asText()).isEqualTo("denied_by_person");
        });
        meansNothingTheSecondTime(awaitingApproval(), denied);
    }

    @Test
    void an_approval_of_other_arguments_means_nothing() {
        assertThat(events(awaitingApproval(), decision(1, "call_1", "approve", Sha256.of("{\"sku\":\"gold\"}"))))
                .isEmpty();
        assertThat(events(
                        awaitingApproval(),
                        signal(
                                1,
                                Signal.Kind.APPROVAL,
                                Json.object().put("call", "call_1").put("decision", "approve"))))
                .isEmpty();
    }

    @Test
    void of_two_decisions_the_first_counts() {
        Signal approve = decision(1, "call_1", "approve", Story.ARGS_HASH);
        Signal deny = decision(2, "call_1", "deny", Story.ARGS_HASH);

        assertThat(events(awaitingApproval(), approve, deny)).singleElement().isInstanceOf(RunEvent.ToolAllowed.class);
        assertThat(events(awaitingApproval(), deny, approve)).singleElement().isInstanceOf(RunEvent.ToolDenied.class);
    }

    @Test
    void a_word_that_is_no_approval_is_a_denial() {
        assertThat(events(awaitingApproval(), decision(1, "call_1", "perhaps", Story.ARGS_HASH)))
                .singleElement()
                .isInstanceOf(RunEvent.ToolDenied.class);
    }

    @Test
    void an_answer_is_the_questions_result_once() {
        Signal answer =
                signal(1, Signal.Kind.INPUT, Json.object().put("call", "call_1").put("answer", "green"));

        assertThat(events(askingForInput(), answer, answer))
                .containsExactly(new RunEvent.ToolCompleted(
                        "call_1",
                        CallState.SUCCEEDED,
                        Optional.empty(),
                        Json.parse("\"green\"").orElseThrow()));
        meansNothingTheSecondTime(askingForInput(), answer);
    }

    @Test
    void an_answer_without_a_value_is_null() {
        Signal answer = signal(1, Signal.Kind.INPUT, Json.object().put("call", "call_1"));

        assertThat(events(askingForInput(), answer))
                .containsExactly(new RunEvent.ToolCompleted(
                        "call_1", CallState.SUCCEEDED, Optional.empty(), NullNode.getInstance()));
    }

    @Test
    void what_was_unknown_is_settled_by_what_was_found_out() {
        Signal applied = signal(
                1,
                Signal.Kind.RECONCILE,
                Json.object().put("call", "call_1").put("outcome", "applied").set("result", result("A-1")));

        assertThat(events(unknown(), applied))
                .containsExactly(new RunEvent.ToolReconciled("call_1", "applied", ALICE, result("A-1")));
        assertThat(events(unknown(), reconcile(1, "call_1", "applied")))
                .containsExactly(new RunEvent.ToolReconciled(
                        "call_1", "applied", ALICE, Json.object().put("applied", true)));
        assertThat(codes(reconcile(1, "call_1", "notApplied"))).containsExactly("not_applied");
        assertThat(codes(reconcile(1, "call_1", "abandoned"))).containsExactly("unknown_effect");
        meansNothingTheSecondTime(unknown(), applied, applied);
    }

    private static Stream<String> codes(Signal signal) {
        return events(unknown(), signal).stream()
                .map(event -> ((RunEvent.ToolReconciled) event)
                        .result()
                        .path("error")
                        .path("code")
                        .asText());
    }

    @Test
    void an_abandoned_call_is_abandoned_and_not_reconciled() {
        Story story = unknown();
        story.then(events(story, reconcile(1, "call_1", "abandoned")).toArray(RunEvent[]::new));

        assertThat(story.call("call_1").state()).isEqualTo(CallState.ABANDONED);
    }

    @Test
    void a_finding_in_a_word_that_nobody_knows_means_nothing() {
        assertThat(events(unknown(), reconcile(1, "call_1", "perhaps"))).isEmpty();
    }

    @Test
    void signals_about_another_run_or_another_state_mean_nothing() {
        Signal[] foreign = {
            decision(1, "call_77", "approve", Story.ARGS_HASH),
            reconcile(2, "call_77", "applied"),
            signal(3, Signal.Kind.INPUT, Json.object().put("call", "call_77").put("answer", 1)),
            signal(4, Signal.Kind.CHILD_END, Json.object().put("child", "run_2").put("call", "call_1")),
            signal(5, Signal.Kind.APPROVAL, Json.object())
        };
        assertThat(List.of(awaitingApproval(), unknown(), askingForInput(), Story.begun()))
                .allSatisfy(story -> assertThat(events(story, foreign)).isEmpty());

        Signal[] stale = {
            decision(1, "call_1", "approve", Story.ARGS_HASH),
            reconcile(2, "call_1", "applied"),
            signal(3, Signal.Kind.INPUT, Json.object().put("call", "call_1").put("answer", 1))
        };
        Story done = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolCompleted("call_1", CallState.SUCCEEDED, Optional.empty(), result("A-1")));
        assertThat(events(done, stale)).isEmpty();
        assertThat(events(Story.wanting("create_order").then(allowed("call_1"), intended("call_1", 1)), stale))
                .isEmpty();
    }

    @Test
    void the_first_who_cancels_is_named_with_the_reason() {
        Signal silent = signal(1, Signal.Kind.CANCEL, Json.object());
        Signal loud = signal(2, Signal.Kind.CANCEL, Json.object().put("reason", "enough"));

        assertThat(Inbox.cancelled(List.of())).isEmpty();
        assertThat(Inbox.cancelled(List.of(reconcile(1, "call_1", "applied")))).isEmpty();
        assertThat(Inbox.cancelled(List.of(silent, loud))).contains(new RunEvent.Cancelled(ALICE, Optional.empty()));
        assertThat(Inbox.cancelled(List.of(loud))).contains(new RunEvent.Cancelled(ALICE, Optional.of("enough")));
        assertThat(events(awaitingApproval(), silent, loud)).isEmpty();
    }

    @Test
    void an_approval_that_nobody_gave_in_time_is_denied_at_its_moment_and_not_before() {
        Story story = awaitingApproval();
        var until = story.call("call_1").waitsUntil().orElseThrow();

        assertThat(Inbox.expired(story.state(), until.minusMillis(1))).isEmpty();
        assertThat(Inbox.expired(story.state(), until))
                .singleElement()
                .satisfies(event ->
                        assertThat(((RunEvent.ToolDenied) event).code()).isEqualTo("approval_expired"));
        assertThat(Inbox.expired(unknown().state(), until)).isEmpty();

        story.then(Inbox.expired(story.state(), until).toArray(RunEvent[]::new));
        assertThat(Inbox.expired(story.state(), until)).isEmpty();
        assertThat(events(story, decision(1, "call_1", "approve", Story.ARGS_HASH)))
                .as("too late")
                .isEmpty();
    }

    private static final Loan LOAN = new Loan(500, 4000, 3, 2, 60_000, 1);

    private static Story askingAnAgent() {
        return Story.wanting("agent_reader")
                .then(allowed("call_1"), new RunEvent.ChildStarted("call_1", "run_2", "reader", LOAN));
    }

    private static Signal ended(RunState child, RunStatus how) {
        return signal(1, Signal.Kind.CHILD_END, ChildEnds.report("run_2", how, child, true));
    }

    @Test
    void the_end_of_a_child_is_the_answer_and_what_it_has_not_used_is_given_back() {
        Story parent = askingAnAgent();
        assertThat(parent.state().spent().family().lentTokens()).isEqualTo(500);
        RunState child = Story.opened()
                .then(Story.asked(1, 1), Story.said(1, "It is about tea."), new RunEvent.Completed())
                .state();

        Signal end = ended(child, RunStatus.COMPLETED);
        ChildUse use = new ChildUse("run_2", "COMPLETED", 15, 700, 1, 0, true);

        assertThat(events(parent, end))
                .containsExactly(new RunEvent.ToolCompleted(
                        "call_1",
                        CallState.SUCCEEDED,
                        Optional.empty(),
                        TextNode.valueOf("It is about tea."),
                        Optional.empty(),
                        Optional.of(use)));
        meansNothingTheSecondTime(parent, end);
        assertThat(parent.state().spent().family()).isEqualTo(new Family(15, 1, 0, 0, 0, 0, 0));
        assertThat(parent.state().spent().tokens()).isEqualTo(30);
        assertThat(parent.state().spent().costNano()).isEqualTo(1400);
    }

    @Test
    void a_child_that_has_failed_is_an_error_for_its_parents_model() {
        RunState child = Story.opened()
                .then(new RunEvent.Failed("prompt_broken", "The prompt has no end.", Optional.empty()))
                .state();

        assertThat(events(askingAnAgent(), ended(child, RunStatus.FAILED)))
                .singleElement()
                .isInstanceOfSatisfying(RunEvent.ToolCompleted.class, completed -> {
                    assertThat(completed.outcome()).isEqualTo(CallState.FAILED_NOT_APPLIED);
                    assertThat(completed.code()).contains("child_failed");
                    assertThat(completed.result().at("/error/message").asText())
                            .isEqualTo(
                                    "The agent that was asked has not answered: prompt_broken: The prompt has no end.");
                });
    }

    @Test
    void a_child_that_nobody_could_read_has_used_all_that_it_was_lent() {
        Story parent = askingAnAgent();
        ObjectNode report = ChildEnds.report(
                "run_2",
                RunStatus.FAILED,
                Optional.of(new RunEvent.Failed("no_progress", "It died.", Optional.empty())));

        parent.then(events(parent, signal(1, Signal.Kind.CHILD_END, report)).toArray(RunEvent[]::new));

        assertThat(parent.state().spent().family()).isEqualTo(new Family(500, 3, 2, 0, 0, 0, 0));
        assertThat(parent.state().spent().costNano()).isEqualTo(700 + 4000);
    }

    @Test
    void the_end_of_a_child_that_nobody_waits_for_means_nothing() {
        Signal end = ended(Story.opened().state(), RunStatus.CANCELLED);

        assertThat(events(Story.wanting("agent_reader"), end)).isEmpty();
    }
}

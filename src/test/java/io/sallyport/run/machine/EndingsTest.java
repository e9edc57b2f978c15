package io.sallyport.run.machine;

import static io.sallyport.run.machine.Story.allowed;
import static io.sallyport.run.machine.Story.intended;
import static io.sallyport.run.machine.Story.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Message;
import io.sallyport.chat.Role;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndingsTest {
    private static final RunEvent CANCELLED = new RunEvent.Cancelled("alice", Optional.empty());

    private static Story inEveryState() {
        return Story.wanting("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8")
                .then(
                        allowed("call_2"),
                        new RunEvent.ApprovalRequired("call_3", "appr_1", Story.ARGS_HASH, 1000),
                        new RunEvent.ToolDenied("call_4", "not_permitted", Optional.empty(), result("no")),
                        allowed("call_5"),
                        intended("call_5", 1),
                        intended("call_6", 1),
                        new RunEvent.ToolUnknown("call_6", "unknown_effect", result("?")),
                        intended("call_7", 1),
                        new RunEvent.ToolCompleted("call_7", CallState.SUCCEEDED, Optional.empty(), result("A-1")),
                        intended("call_8", 1),
                        new RunEvent.InputRequired("call_8", result("?")));
    }

    @Test
    void every_call_has_an_answer_and_then_comes_the_last_event() {
        Story story = inEveryState();

        List<RunEvent> events = Endings.events(story.state(), CANCELLED);
        story.then(events.toArray(RunEvent[]::new));

        assertThat(events.getLast()).isEqualTo(CANCELLED);
        assertThat(story.calls())
                .containsExactly(
                        "call_1 DENIED",
                        "call_2 DENIED",
                        "call_3 DENIED",
                        "call_4 DENIED",
                        "call_5 ABANDONED",
                        "call_6 ABANDONED",
                        "call_7 SUCCEEDED",
                        "call_8 DENIED");
        assertThat(story.state().calls())
                .allSatisfy(call -> assertThat(call.answer()).isPresent());
        assertThat(story.call("call_7").answer()).contains(result("A-1"));
    }

    @Test
    void what_may_have_been_sent_is_never_called_unmade_and_what_was_never_sent_is() {
        Story story = inEveryState();
        story.then(Endings.events(story.state(), CANCELLED).toArray(RunEvent[]::new));

        assertThat(code(story, "call_2")).isEqualTo("run_ended");
        assertThat(code(story, "call_5")).isEqualTo("unknown_effect");
    }

    @Test
    void a_call_whose_attempts_are_known_to_have_done_nothing_was_not_made() {
        Story refused = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolAgain("call_1", 1, "later", 400, false));
        Story doubtful = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolAgain("call_1", 1, "timeout", 400, true));
        refused.then(Endings.events(refused.state(), CANCELLED).toArray(RunEvent[]::new));
        doubtful.then(Endings.events(doubtful.state(), CANCELLED).toArray(RunEvent[]::new));

        assertThat(refused.call("call_1").state()).isEqualTo(CallState.DENIED);
        assertThat(code(refused, "call_1")).isEqualTo("run_ended");
        assertThat(doubtful.call("call_1").state()).isEqualTo(CallState.ABANDONED);
        assertThat(code(doubtful, "call_1")).isEqualTo("unknown_effect");
    }

    @Test
    void a_settled_run_ends_with_its_last_event_alone() {
        assertThat(Endings.events(Story.opened().state(), CANCELLED)).containsExactly(CANCELLED);
    }

    @Test
    void what_a_dropped_model_call_may_have_cost_is_counted_unless_the_provider_has_refused_it() {
        Story story = Story.opened().then(Story.asked(1, 1));
        RunEvent failed = new RunEvent.Failed("context_length_exceeded", "Too long.", Optional.empty());

        assertThat(Endings.events(story.state(), CANCELLED))
                .containsExactly(new RunEvent.MessageLost(1, 1, Optional.empty(), "run_ended", 100, 5000), CANCELLED);
        assertThat(Endings.events(story.state(), failed)).containsExactly(failed);
    }

    @Test
    void the_transcript_of_an_ended_run_answers_every_use() {
        Story story = inEveryState();
        story.then(Endings.events(story.state(), CANCELLED).toArray(RunEvent[]::new));

        List<Message> turns = Transcript.turns(story.state(), EndingsTest::told);

        assertThat(turns)
                .filteredOn(turn -> turn.role() == Role.TOOL)
                .extracting(turn -> turn.answers().orElseThrow())
                .containsExactly("use_1", "use_2", "use_3", "use_4", "use_5", "use_6", "use_7", "use_8");
        assertThat(turns.get(1).toolUses()).hasSize(8);
    }

    private static String code(Story story, String call) {
        return story.call(call)
                .answer()
                .orElseThrow()
                .path("error")
                .path("code")
                .asText();
    }

    private static Message told(CallView call) {
        return Message.answer(
                call.useId(), Json.text(call.answer().orElseThrow()), io.sallyport.chat.Label.tool(call.tool()));
    }
}

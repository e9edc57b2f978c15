package io.sallyport.run.machine;

import static io.sallyport.run.machine.Story.allowed;
import static io.sallyport.run.machine.Story.asked;
import static io.sallyport.run.machine.Story.assistant;
import static io.sallyport.run.machine.Story.intended;
import static io.sallyport.run.machine.Story.result;
import static io.sallyport.run.machine.Story.system;
import static io.sallyport.run.machine.Story.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Role;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptTest {
    private static final List<Message> HISTORY = List.of(user("hello"), assistant("Good day."));

    private static Message told(CallView call) {
        return Message.answer(
                call.useId(), call.answer().orElseThrow().path("result").asText(), Label.tool(call.tool()));
    }

    private static RunEvent done(String call, String result) {
        return new RunEvent.ToolCompleted(call, CallState.SUCCEEDED, Optional.empty(), result(result));
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::text).toList();
    }

    @ParameterizedTest(name = "before message {0}")
    @CsvSource({
        "0, hello|Good day.|S|U",
        "1, S|hello|Good day.|U",
        "2, S|U|hello|Good day.",
        "-3, hello|Good day.|S|U",
        "9, S|U|hello|Good day."
    })
    void earlier_turns_stand_where_the_prompt_wants_them(int at, String expected) {
        Story story = Story.begun().then(new RunEvent.Started(List.of(system("S"), user("U")), at));

        assertThat(String.join("|", texts(Transcript.of(story.state(), HISTORY, TranscriptTest::told))))
                .isEqualTo(expected);
    }

    @Test
    void before_the_prompt_is_rendered_there_is_only_the_history() {
        assertThat(Transcript.of(Story.begun().state(), HISTORY, TranscriptTest::told))
                .isEqualTo(HISTORY);
    }

    @Test
    void answers_stand_in_the_order_of_the_questions_whichever_came_first() {
        Story story = Story.wanting("create_order", "send_email")
                .then(allowed("call_1"), allowed("call_2"), intended("call_2", 1), intended("call_1", 1))
                .then(done("call_2", "sent"), done("call_1", "A-1"))
                .then(asked(2, 1), Story.said(2, "Done."));

        List<Message> all = Transcript.of(story.state(), List.of(), TranscriptTest::told);

        assertThat(all)
                .extracting(Message::role)
                .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.ASSISTANT);
        assertThat(texts(all).subList(3, 6)).containsExactly("A-1", "sent", "Done.");
        assertThat(all.get(3).answers()).contains("use_1");
        assertThat(all.get(4).answers()).contains("use_2");
    }

    @Test
    void a_compensation_is_nothing_that_a_model_has_asked_for() {
        Story story = Story.wanting("create_order")
                .then(
                        allowed("call_1"),
                        intended("call_1", 1),
                        new RunEvent.ToolUnknown("call_1", "unknown_effect", result("?")),
                        Story.proposed("call_9", 1, 1_000_001, "cancel_order", "use_1", Optional.of("call_1")),
                        allowed("call_9"),
                        intended("call_9", 1),
                        done("call_9", "undone"),
                        new RunEvent.ToolReconciled("call_1", "compensated", "policy", result("It was undone.")));

        assertThat(texts(Transcript.turns(story.state(), TranscriptTest::told)))
                .containsExactly("two teas", "", "It was undone.");
    }

    @Test
    void a_later_run_sees_what_was_asked_and_said_without_the_prompt() {
        Story story = Story.opened().then(asked(1, 1), Story.said(1, "Done."), new RunEvent.Completed());

        assertThat(Transcript.turns(story.state(), TranscriptTest::told))
                .containsExactly(user("two teas"), assistant("Done."));
    }

    @Test
    void an_erased_run_leaves_no_turns() {
        Story story = Story.wanting("create_order")
                .then(allowed("call_1"), intended("call_1", 1), done("call_1", "A-1"), asked(2, 1))
                .then(Story.said(2, "Done."), new RunEvent.Cancelled("alice", Optional.of("enough")));
        List<JournalEvent> erased = story.journal().stream()
                .map(event -> new JournalEvent(
                        event.seq(), event.at(), event.type(), event.data(), null, event.content() != null))
                .toList();

        RunState left = Fold.all(erased);

        assertThat(Transcript.turns(left, TranscriptTest::told)).isEmpty();
        assertThat(left.status()).isEqualTo(story.state().status());
        assertThat(left.spent()).isEqualTo(story.state().spent());
        assertThat(left.calls().map(CallView::state)).containsExactly(CallState.SUCCEEDED);
    }
}

package io.sallyport.edge.openai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.MessageJson;
import io.sallyport.chat.Role;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.run.stream.StreamItem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
    private final AnswerText text = new AnswerText();
    private final StringBuilder given = new StringBuilder();
    private long seq = 1;

    private AnswerTextTest piece(int step, int attempt, int n, String said) {
        given.append(text.take(new StreamItem.Delta(seq, step, attempt, n, said)));
        return this;
    }

    private AnswerTextTest event(String type, String data, @Nullable Bytes content) {
        seq++;
        given.append(text.take(new StreamItem.Durable(
                new JournalEvent(seq, Instant.EPOCH, type, Bytes.of(data), content, false), Bytes.of(""))));
        return this;
    }

    private AnswerTextTest completed(int step, String said) {
        Message message = Message.of(Role.ASSISTANT, said, Label.agent("a"));
        return event(
                "message.completed",
                "{\"step\":" + step + ",\"usage\":{\"input\":10,\"cachedInput\":4,\"output\":3,\"reasoning\":1}}",
                Json.bytes(MessageJson.write(message)));
    }

    @Test
    void pieces_are_given_as_they_come_and_the_whole_adds_nothing() {
        piece(1, 1, 1, "Hel").piece(1, 1, 2, "lo").completed(1, "Hello");
        assertThat(given.toString()).isEqualTo("Hello");
        assertThat(text.diverged()).isFalse();
    }

    @Test
    void without_pieces_the_whole_is_given() {
        completed(1, "Hello");
        assertThat(given.toString()).isEqualTo("Hello");
    }

    @Test
    void what_was_lost_of_the_pieces_comes_with_the_whole() {
        piece(1, 1, 1, "Hel");
        given.append(text.take(new StreamItem.TakenBack(seq, 1)));
        completed(1, "Hello");
        assertThat(given.toString()).isEqualTo("Hello");
    }

    @Test
    void an_attempt_that_says_the_same_again_goes_on_where_the_other_was() {
        piece(1, 1, 1, "Hello wor").event("reset", "{}", null);
        piece(1, 2, 1, "He").piece(1, 2, 2, "llo").piece(1, 2, 3, " world").completed(1, "Hello world");
        assertThat(given.toString()).isEqualTo("Hello world");
        assertThat(text.diverged()).isFalse();
    }

    @Test
    void an_attempt_that_says_something_else_ends_the_answer() {
        piece(1, 1, 1, "Hello").event("reset", "{}", null).piece(1, 2, 1, "He is");
        assertThat(text.diverged()).isTrue();
        piece(1, 2, 2, " not").completed(1, "He is not");
        assertThat(given.toString()).isEqualTo("Hello");
    }

    @Test
    void a_whole_that_is_less_than_what_was_given_ends_the_answer() {
        piece(1, 1, 1, "Hello").event("reset", "{}", null).completed(1, "Hell");
        assertThat(text.diverged()).isTrue();
    }

    @Test
    void messages_of_two_steps_are_a_blank_line_apart() {
        piece(1, 1, 1, "Let me see.").completed(1, "Let me see.");
        completed(2, "");
        piece(3, 1, 1, "It is ").completed(3, "It is done.");
        assertThat(given.toString()).isEqualTo("Let me see.\n\nIt is done.");
    }

    @Test
    void half_a_character_waits_for_its_other_half() {
        piece(1, 1, 1, "a\ud83d");
        assertThat(given.toString()).isEqualTo("a");
        piece(1, 1, 2, "\ude00b").completed(1, "a\ud83d\ude00b");
        assertThat(given.toString()).isEqualTo("a\ud83d\ude00b");
    }

    @Test
    void tokens_are_those_of_all_answers() {
        completed(1, "a").completed(2, "b");
        assertThat(text.usage()).isEqualTo(new Usage(20, 8, 6, 2));
    }

    @Test
    void what_the_run_waits_for_is_known_while_it_waits() {
        event("run.waiting", "{\"status\":\"WAITING_APPROVAL\"}", null);
        assertThat(text.waitsFor()).isEqualTo("WAITING_APPROVAL");
        event("run.resumed", "{}", null);
        assertThat(text.waitsFor()).isEmpty();
    }
}

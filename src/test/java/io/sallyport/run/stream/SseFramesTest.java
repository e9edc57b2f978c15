package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SseFramesTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:20:30.040500Z");

    @Test
    void a_committed_event_has_its_sequence_number_as_id_and_its_type_as_event() {
        JournalEvent event = new JournalEvent(7, AT, "run.waiting", Bytes.of("{\"a\":1}"), null, false);
        assertThat(SseFrames.of("run_1", event).text())
                .isEqualTo("id: 7\nevent: run.waiting\ndata: {\"type\":\"run.waiting\",\"run\":\"run_1\",\"seq\":7,"
                        + "\"at\":\"2026-03-01T10:20:30.040500Z\",\"a\":1}\n\n");
    }

    @Test
    void content_that_was_written_over_several_lines_is_one_line_and_the_same_value() {
        JournalEvent event =
                new JournalEvent(7, AT, "tool.completed", Bytes.of("{}"), Bytes.of("{\r\n \"a\":\n1}"), false);
        assertThat(SseFrames.of("run_1", event).text()).endsWith("\"content\":{   \"a\": 1}}\n\n");
    }

    @Test
    void a_piece_of_an_answer_has_an_id_that_is_behind_its_event() {
        StreamItem.Delta piece = new StreamItem.Delta(7, 2, 1, 3, "two\nlines \u0000 \ud83d");
        assertThat(SseFrames.of("run_1", piece).text())
                .isEqualTo(
                        "id: 7.1.3\nevent: message.delta\ndata: {\"type\":\"message.delta\",\"run\":\"run_1\",\"step\":2,"
                                + "\"attempt\":1,\"text\":\"two\\nlines \\u0000 \\ud83d\"}\n\n");
    }

    @Test
    void pieces_are_taken_back_under_the_id_of_the_attempt_s_beginning() {
        assertThat(SseFrames.of("run_1", new StreamItem.TakenBack(7, 2)).text())
                .isEqualTo("id: 7.2.0\nevent: reset\ndata: {\"type\":\"reset\",\"run\":\"run_1\",\"attempt\":2}\n\n");
    }
}

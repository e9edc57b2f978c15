package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventWireTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:20:30.0405Z");

    @Test
    void the_skeleton_s_members_stand_behind_the_head_and_the_content_is_the_stored_bytes() {
        assertThat(wire("{\"step\":1,\"call\":\"call_1\"}", "{ \"b\":1.0,\"a\":\"\\u0000\" }", false))
                .isEqualTo(
                        "{\"type\":\"tool.started\",\"run\":\"run_1\",\"seq\":7,\"at\":\"2026-03-01T10:20:30.040500Z\","
                                + "\"step\":1,\"call\":\"call_1\",\"content\":{ \"b\":1.0,\"a\":\"\\u0000\" }}");
    }

    @Test
    void an_empty_skeleton_leaves_no_comma_behind() {
        assertThat(wire("{}", null, false))
                .isEqualTo(
                        "{\"type\":\"tool.started\",\"run\":\"run_1\",\"seq\":7,\"at\":\"2026-03-01T10:20:30.040500Z\"}");
        assertThat(wire("{}", "\"text\"", false)).endsWith("40500Z\",\"content\":\"text\"}");
    }

    @Test
    void what_was_erased_says_so_and_what_never_had_content_does_not() {
        assertThat(wire("{\"step\":1}", null, true)).endsWith(",\"step\":1,\"erased\":true}");
        assertThat(wire("{\"step\":1}", null, false)).endsWith(",\"step\":1}");
    }

    @Test
    void a_moment_always_has_six_digits() {
        assertThat(EventWire.moment(Instant.parse("2026-03-01T00:00:00Z"))).isEqualTo("2026-03-01T00:00:00.000000Z");
    }

    private static String wire(String skeleton, @Nullable String content, boolean erased) {
        Bytes said = content == null ? null : Bytes.of(content);
        return EventWire.json("run_1", new JournalEvent(7, AT, "tool.started", Bytes.of(skeleton), said, erased))
                .text();
    }
}

package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.tool.ToolOutcome.Succeeded;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Sessions that nobody uses any more. */
class McpIdleTest extends ListeningStage {
    McpIdleTest() {
        super(Duration.ofMillis(1500));
    }

    @Test
    void what_nobody_uses_any_more_is_ended_its_stream_too() {
        listened();

        await().atMost(SOON).until(() -> server.requests("DELETE").size() == 1);
        assertThat(server.requests("DELETE").getFirst().header("mcp-session-id"))
                .isEqualTo("s-1");
        assertThat(server.requests("DELETE").getFirst().header("mcp-protocol-version"))
                .isEqualTo("2025-11-25");
        await().atMost(SOON).until(() -> heard.told("stream ended") == 1);
        assertThat(heard.told("session ended")).isEqualTo(1);
        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        assertThat(server.received("initialize")).hasSize(2);
    }

    @Test
    void announcements_keep_no_session_alive() {
        listened();
        Thread speaker = Thread.ofVirtual().start(() -> {
            while (server.requests("DELETE").isEmpty() && events.offer(CHANGED)) {
                LockSupport.parkNanos(50_000_000);
            }
        });

        await().atMost(SOON).until(() -> server.requests("DELETE").size() == 1);
        await().atMost(SOON).until(() -> !speaker.isAlive());
    }

    @Test
    void where_the_session_that_listened_ends_another_one_listens() {
        listened();
        await().atMost(SOON).until(() -> {
            assertThat(callAs("agent:other", sending)).isInstanceOf(Succeeded.class);
            return server.requests("DELETE").size() == 1;
        });

        await().atMost(SOON).until(() -> server.requests("GET").size() == 2);
        assertThat(server.requests("GET").getLast().header("mcp-session-id")).isEqualTo("s-2");
    }
}

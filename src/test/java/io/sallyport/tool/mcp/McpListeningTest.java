package io.sallyport.tool.mcp;

import static io.sallyport.testing.tool.TestingMcpServer.event;
import static io.sallyport.testing.tool.TestingMcpServer.openStream;
import static io.sallyport.testing.tool.TestingMcpServer.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.sallyport.catalog.Catalog;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.ReceivedCall;
import io.sallyport.tool.ToolOutcome.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that says by itself when its tools change, and sessions that are over. */
class McpListeningTest extends ListeningStage {
    McpListeningTest() {
        super(Duration.ofMinutes(1));
    }

    @Test
    void a_change_that_is_announced_is_refused_at_once_and_seen_by_administrators() {
        listened();
        ReceivedCall asked = server.requests("GET").getFirst();
        assertThat(asked.header("accept")).isEqualTo("text/event-stream");
        assertThat(asked.header("mcp-session-id")).isEqualTo("s-1");
        assertThat(asked.header("mcp-protocol-version")).isEqualTo("2025-11-25");
        assertThat(asked.header("last-event-id")).isEmpty();

        server.offer(OTHERWISE);
        events.add(CHANGED);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(got(pins.known(List.of("mail")))
                                .getFirst()
                                .offered()
                                .orElseThrow()
                                .json()
                                .text())
                        .contains("aloud"));
        assertThat(code(call(sending))).isEqualTo("tool_changed");
        assertThat(code(callAs("agent:other", sending))).isEqualTo("tool_changed");
        assertThat(server.requests("GET")).hasSize(1);
        assertThat(heard.told("list changed")).isEqualTo(1);
    }

    @Test
    void who_announces_without_end_is_asked_now_and_then() {
        listened();
        for (int i = 0; i < 500; i++) {
            events.add(CHANGED);
            LockSupport.parkNanos(2_000_000);
        }

        await().atMost(SOON).until(() -> heard.told("list changed") == 500);
        assertThat(server.received("tools/list").size()).isBetween(3, 40);
    }

    @Test
    void a_server_without_a_stream_is_asked_for_it_once() {
        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        assertThat(callAs("agent:other", sending)).isInstanceOf(Succeeded.class);
        await().atMost(SOON).until(() -> server.requests("GET").size() == 1);

        assertThat(callAs("agent:third", sending)).isInstanceOf(Succeeded.class);
        await().during(Duration.ofMillis(300))
                .until(() -> server.requests("GET").size() == 1);
        assertThat(server.received("tools/list")).hasSize(3);
    }

    @Test
    void who_announces_nothing_is_not_listened_to() {
        server.silent();
        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        await().during(Duration.ofMillis(300))
                .until(() -> server.requests("GET").isEmpty());
    }

    @Test
    void a_stream_that_ends_is_gone_on_with_where_it_ended_and_later_each_time() {
        server.always("GET", (exchange, message) -> {
            openStream(exchange);
            part(exchange, "id: " + server.requests("GET").size() + "\nretry: 60\ndata:\n\n");
            exchange.raw("0\r\n\r\n").close();
        });
        assertThat(call(sending)).isInstanceOf(Succeeded.class);

        await().atMost(SOON).until(() -> server.requests("GET").size() == 4);
        assertThat(server.requests("GET").stream().map(call -> call.header("last-event-id")))
                .containsExactly("", "1", "2", "3");
        await().atMost(SOON)
                .during(Duration.ofMillis(900))
                .until(() -> server.requests("GET").size() < 12);
        assertThat(heard.told("stream opened")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_stream_is_opened_again_no_sooner_than_the_server_wants() {
        server.always("GET", (exchange, message) -> {
            openStream(exchange);
            part(exchange, "retry: 900\ndata:\n\n");
            exchange.raw("0\r\n\r\n").close();
        });
        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        await().atMost(SOON).until(() -> server.requests("GET").size() == 1);
        long first = System.nanoTime();

        await().atMost(SOON).until(() -> server.requests("GET").size() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofMillis(600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "500", "429"})
    void a_server_that_is_away_is_asked_again(String how) {
        server.next("GET", (exchange, message) -> {
            if (how.equals("reset")) {
                exchange.reset();
            } else {
                exchange.json(Integer.parseInt(how), "{}");
            }
        });

        listened();
        assertThat(server.requests("GET")).hasSize(2);
    }

    @Test
    void who_floods_the_stream_is_cut_off_and_asked_again() {
        server.always("GET", (exchange, message) -> {
            openStream(exchange);
            part(exchange, "data: " + "x".repeat(100_000));
            exchange.hold();
        });
        assertThat(call(sending)).isInstanceOf(Succeeded.class);

        await().atMost(SOON).until(() -> server.requests("GET").size() >= 3);
        assertThat(call(sending)).isInstanceOf(Succeeded.class);
    }

    @Test
    void pings_on_the_stream_are_answered() {
        listened();
        events.add(event("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}"));

        await().atMost(SOON).until(() -> !server.received("").isEmpty());
        assertThat(Json.text(server.received("").getFirst().json()))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
    }

    @Test
    void a_session_that_the_stream_finds_gone_is_not_used_again() {
        server.always("GET", (exchange, message) -> exchange.json(404, "{}"));
        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        await().atMost(SOON).until(() -> heard.told("session ended") == 1);
        server.always("GET", (exchange, message) -> exchange.json(405, "{}"));

        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        assertThat(server.received("tools/call").getLast().header("mcp-session-id"))
                .isEqualTo("s-2");
        assertThat(server.requests("DELETE")).isEmpty();
    }

    @Test
    void a_call_under_way_keeps_its_session() {
        server.next("tools/call", (exchange, message) -> {
            services.follow(nothing());
            await().during(Duration.ofMillis(300))
                    .until(() -> server.requests("DELETE").isEmpty());
            server.polite(exchange, message, "tools/call");
        });

        assertThat(call(sending)).isInstanceOf(Succeeded.class);
        await().atMost(SOON).until(() -> server.requests("DELETE").size() == 1);
    }

    private static Catalog nothing() {
        return new Catalog("r", Instant.EPOCH, Map.of(), Map.of(), List.of());
    }

    @Test
    void a_server_that_left_the_catalogue_is_told_and_not_listened_to() {
        listened();
        services.follow(nothing());

        await().atMost(SOON).until(() -> server.requests("DELETE").size() == 1);
        await().atMost(SOON).until(() -> heard.told("stream ended") == 1);
    }

    @Test
    void who_shuts_down_tells_its_servers_and_waits_for_none() throws Exception {
        listened();
        server.always("DELETE", (exchange, message) -> exchange.hold());
        long began = System.nanoTime();
        services.stop(new ShutdownEvent());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        assertThat(server.requests("DELETE")).hasSize(1);
        await().atMost(SOON).until(() -> heard.told("stream ended") == 1);
    }
}

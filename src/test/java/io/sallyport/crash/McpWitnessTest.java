package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sample MCP server has on its disk what it did, whatever became of the answer and of itself. */
class McpWitnessTest {
    private static McpWitness witness;
    private static TestClient client;

    @BeforeAll
    static void start() {
        witness = McpWitness.start();
        client = new TestClient(witness.url().replace("/mcp", ""), null);
    }

    @AfterAll
    static void stop() {
        witness.close();
    }

    @Test
    void a_keyed_tool_acts_once_for_each_key_also_when_it_was_killed_in_between() {
        String session = session();
        witness.holdAfterEffect("keyed");
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> call(session, "keyed", "k-1", "key 1"));

        assertThat(witness.kill()).as("a call was held").isTrue();
        assertThat(first).failsWithin(Duration.ofSeconds(5));

        assertThat(call(session, "keyed", "k-1", "key 1").status())
                .as("the session is forgotten")
                .isEqualTo(404);
        String next = session();
        assertThat(call(next, "keyed", "k-1", "key 1").body()).contains("keyed/k-1/1");
        assertThat(call(next, "keyed", "k-1", "key 1").body()).contains("keyed/k-1/1");
        assertThat(line("keyed", "k-1").path("effects").asInt()).isEqualTo(1);
        assertThat(line("keyed", "k-1").path("attempts")).hasSize(3);
        assertThat(line("keyed", "k-1").path("keys")).hasSize(1);
        call(next, "keyed", "k-1", "key 2");
        assertThat(line("keyed", "k-1").path("effects").asInt()).isEqualTo(2);
        assertThat(line("keyed", "k-1").path("keys")).hasSize(2);
    }

    @Test
    void a_blind_tool_acts_each_time() {
        String session = session();
        call(session, "blind", "b-1", "");
        call(session, "blind", "b-1", "");

        assertThat(line("blind", "b-1").path("effects").asInt()).isEqualTo(2);
    }

    @Test
    void a_reset_comes_after_the_effect() {
        String session = session();
        witness.resetAfterEffect("read");

        assertThatThrownBy(() -> call(session, "read", "r-1", "")).hasMessageContaining("no answer at all");
        assertThat(line("read", "r-1").path("resets").asInt()).isEqualTo(1);
        assertThat(line("read", "r-1").path("effects").asInt()).isEqualTo(1);
        assertThat(call(session, "read", "r-2", "").status()).isEqualTo(200);
    }

    private static String session() {
        Answer answer = client.post(
                "/mcp",
                Json.write(Map.of(
                        "jsonrpc", "2.0", "id", 1, "method", "initialize", "params", Map.of("protocolVersion", "x"))));
        return answer.header("Mcp-Session-Id");
    }

    private static Answer call(String session, String tool, String order, String key) {
        return client.withHeader("Mcp-Session-Id", session)
                .post(
                        "/mcp",
                        Json.write(Map.of(
                                "jsonrpc",
                                "2.0",
                                "id",
                                2,
                                "method",
                                "tools/call",
                                "params",
                                Map.of(
                                        "name",
                                        tool,
                                        "arguments",
                                        Map.of("order", order),
                                        "_meta",
                                        Map.of("io.sallyport/idempotencyKey", key)))));
    }

    private static JsonNode line(String tool, String order) {
        return witness.report().path(tool).path(order);
    }
}

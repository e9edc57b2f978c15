package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.Faults;
import io.sallyport.tool.ToolOutcome.Later;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpResultsTest extends HttpToolStage {
    @Test
    void a_large_answer_is_read_beside_the_event_loop_and_a_small_one_on_it() {
        String large = "{\"text\":\"" + "x".repeat(300 * 1024) + "\"}";
        server.next(
                exchange -> exchange.json(200, large),
                exchange -> exchange.json(200, "{}"),
                exchange -> exchange.json(200, large));

        assertThat(threadBehindACall()).contains("worker");
        assertThat(threadBehindACall()).contains("eventloop");
        assertThat(result(calls.call(tool(Effect.NONE, Idempotency.NONE).spec())))
                .isEqualTo(Json.parse(large).orElseThrow());
    }

    private static String threadBehindACall() {
        return calls.start(tool(Effect.NONE, Idempotency.NONE).spec(), "{}", () -> true)
                .map(outcome -> Thread.currentThread().getName())
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    @Test
    void a_text_is_a_json_string_and_loses_nothing() {
        server.next(
                Faults.text("plain \u0000 text"),
                exchange -> exchange.answer(200, "text/plain; charset=iso-8859-1", new byte[] {'c', (byte) 0xe9}),
                exchange -> exchange.answer(200, "application/json", new byte[0]),
                exchange -> exchange.json(200, "\ufeff{\"n\": 1.50, \"n2\": 1e400}"),
                exchange -> exchange.json(200, "{\"a\": 1, \"a\": 2}"),
                exchange -> exchange.json(200, "[".repeat(5000)),
                exchange -> exchange.json(200, "{\"u\": \"\\u0000\", \"lone\": \"\\ud800\"}"));
        ToolSpec tool = tool(Effect.NONE, Idempotency.NONE).spec();

        assertThat(result(calls.call(tool))).isEqualTo(TextNode.valueOf("plain \u0000 text"));
        assertThat(result(calls.call(tool))).isEqualTo(TextNode.valueOf("cé"));
        assertThat(result(calls.call(tool))).isEqualTo(NullNode.getInstance());
        assertThat(Json.text(result(calls.call(tool)))).isEqualTo("{\"n\":1.50,\"n2\":1E+400}");
        assertThat(result(calls.call(tool))).isEqualTo(TextNode.valueOf("{\"a\": 1, \"a\": 2}"));
        assertThat(result(calls.call(tool)).isTextual()).isTrue();
        assertThat(Json.bytes(result(calls.call(tool))).text()).isEqualTo("{\"u\":\"\\u0000\",\"lone\":\"\\uD800\"}");
    }

    @Test
    void bytes_that_are_no_text_are_kept_as_they_are() {
        byte[] bytes = {0, 1, (byte) 0xff, (byte) 0xfe, '{'};
        server.next(exchange -> exchange.answer(200, "image/png", bytes));

        assertThat(result(calls.call(tool(Effect.NONE, Idempotency.NONE).spec())))
                .isEqualTo(Json.object()
                        .put("encoding", "base64")
                        .put("contentType", "image/png")
                        .put("data", "AAH//ns="));
    }

    @Test
    void a_large_result_comes_whole() {
        server.next(Faults.large(1024 * 1024));

        assertThat(result(calls.call(tool(Effect.NONE, Idempotency.NONE).spec()))
                        .textValue())
                .hasSize(1024 * 1024);
    }

    @Test
    void a_refusal_shows_the_model_what_the_tool_said_and_no_more_than_it_has_use_for() {
        server.next(
                Faults.status(422),
                exchange -> exchange.answer(400, "text/html", "x".repeat(4096).getBytes(StandardCharsets.UTF_8)));
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec();

        assertThat(((NotApplied) calls.call(tool))
                        .error()
                        .json()
                        .at("/error/detail/problem")
                        .textValue())
                .isEqualTo("status 422");
        assertThat(((NotApplied) calls.call(tool)).error().detail().textValue()).hasSizeBetween(4000, 4200);
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "0, 500", "999999, 600000", "nonsense, 2000", "-3, 2000"})
    void retry_after_is_taken_within_reason(String header, long millis) {
        server.next(Faults.status(429, "Retry-After", header));

        assertThat(((Later) calls.call(
                                tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec()))
                        .after())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void a_result_that_breaks_the_output_schema_stands_with_a_warning() {
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.KEYED)
                .output("{\"required\": [\"orderId\"]}")
                .spec();

        Succeeded outcome = (Succeeded) calls.call(tool);

        assertThat(outcome.result()).isEqualTo(Json.object().put("ok", true));
        assertThat(outcome.warning()).isPresent();
    }
}

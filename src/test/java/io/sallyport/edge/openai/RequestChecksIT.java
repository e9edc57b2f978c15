package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.ChatCall;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is wrong is told where, and never reaches a provider. */
@ExtendWith(SharedGateway.class)
class RequestChecksIT {
    private static final int MOST_BYTES = 10 << 20;

    private static LineUp lineUp;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        LineUps lineUps = LineUps.declare(gateway, provider, "checks", 2);
        lineUp = lineUps.take();
        lineUp.main().always(Answers.text("noon"));
    }

    /** Body, code, what the message says, the field at fault. */
    static Stream<Arguments> wrongBodies() {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        return Stream.of(
                Arguments.of("{\"model\":\"x\",\"messages\":[}", "invalid_json", "\\b2[56]\\b", ""),
                Arguments.of(
                        "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]",
                        "invalid_json",
                        "\\b\\d+\\b",
                        ""),
                Arguments.of("{\"model\":\"x\"} trailing", "invalid_json", "\\b1[45]\\b", ""),
                Arguments.of("", "invalid_json", "(?i)empty|\\b0\\b", ""),
                Arguments.of("[1,2]", "invalid_request|invalid_json", "(?i)object", ""),
                Arguments.of(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        "missing_parameter",
                        "model",
                        "model"),
                Arguments.of(
                        "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        "invalid_request",
                        "model",
                        "model"),
                Arguments.of(
                        "{\"model\":\"\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        "missing_parameter|invalid_request",
                        "model",
                        "model"),
                Arguments.of(
                        "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"y\"}",
                        "duplicate_key",
                        "model",
                        "model"),
                Arguments.of(
                        "{\"temperature\":1,\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temp\\u0065rature\":2}",
                        "duplicate_key",
                        "temperature",
                        "temperature"),
                Arguments.of(
                        "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":\"yes\"}",
                        "invalid_request",
                        "stream",
                        "stream"),
                Arguments.of(
                        "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"deep\":" + deep + "}",
                        "nesting_too_deep",
                        "(?i)deep|nest",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void a_wrong_body_is_a_400_that_says_what_and_where(String body, String code, String says, String param) {
        Answer answer = call().body(body).send();

        assertThat(answer.status()).as(answer::toString).isEqualTo(400);
        assertThat(answer.errorCode()).as(answer::toString).matches(code);
        assertThat(answer.errorMessage()).as(answer::toString).containsPattern(says);
        assertThat(answer.error().path("type").asText()).as(answer::toString).isEqualTo("invalid_request_error");
        assertThat(answer.error().path("param").asText("")).as(answer::toString).isIn(param, "null");
        assertThat(answer.requestId()).isNotEmpty();
    }

    @Test
    void an_unknown_model_is_a_404_that_suggests_the_nearest_permitted_one() {
        Answer answer = lineUp.gateway().client().chat("cheks1").send();

        assertThat(answer.status()).as(answer::toString).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo("model_not_found");
        assertThat(answer.errorMessage()).contains("cheks1").contains("checks1");
        assertThat(answer.error().path("param").asText()).isEqualTo("model");
    }

    @Test
    void another_content_type_is_a_415() {
        Answer answer = call().contentType("text/plain").send();

        assertThat(answer.status()).as(answer::toString).isEqualTo(415);
        assertThat(answer.errorCode()).isEqualTo("unsupported_media_type");
        assertThat(answer.errorMessage()).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"})
    void json_is_json_however_it_is_spelled(String contentType) {
        assertThat(call().contentType(contentType).send().isComplete()).isTrue();
    }

    @Test
    void another_method_is_a_405() {
        Answer answer = lineUp.gateway().client().get(ChatCall.PATH);

        assertThat(answer.status()).as(answer::toString).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST");
    }

    @Test
    void a_body_that_announces_too_much_is_a_413_before_it_is_sent() {
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            connection.send(head() + "Content-Length: 2000000000\r\n\r\n{");

            String answer = connection.readUntil("}}");

            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"body_too_large\"");
        }
    }

    @Test
    void a_body_in_chunks_that_grows_too_large_is_a_413() {
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            connection.send(head() + "Transfer-Encoding: chunked\r\n\r\n");
            String block = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

            String answer = connection.sendUntilAnswered(block, 2000) + connection.readUntil("}}");

            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"body_too_large\"");
            assertThat(connection.sent())
                    .as("bytes that were taken before the answer, with what the kernels hold")
                    .isLessThan(2L * MOST_BYTES);
        }
    }

    @Test
    void a_body_of_exactly_the_limit_is_served() {
        Answer answer = call().body(bodyOf(MOST_BYTES)).send();

        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(lineUp.main().lastRequest().body().length()).isGreaterThan(MOST_BYTES - 100);
    }

    @Test
    void a_body_of_one_byte_more_is_a_413() {
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            connection.send(head() + "Content-Length: " + (MOST_BYTES + 1) + "\r\n\r\n");

            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 413").contains("\"body_too_large\"");
        }
    }

    @Test
    void a_body_in_chunks_that_no_endpoint_would_take_is_a_413_there_too() {
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            connection.send(head().replace(ChatCall.PATH, "/v1/admin/api-keys") + "Transfer-Encoding: chunked\r\n\r\n");
            String block = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

            assertThat(connection.sendUntilAnswered(block, 2000)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void headers_that_are_too_large_are_a_431() {
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            // A little over the limit of 20 KB: of much more, the server would hang up on what is still unread, and its
            // answer be lost.
            connection.send(head() + "X-Large: " + "x".repeat(22_000) + "\r\n\r\n");

            assertThat(connection.readUntil("\r\n")).startsWith("HTTP/1.1 431");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "0", "NaN", "1e999", "10s"})
    void a_timeout_that_is_no_positive_number_is_a_400(String timeout) {
        Answer answer = call().header("X-Request-Timeout", timeout).send();

        assertThat(answer.status()).as(answer::toString).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("invalid_request");
        assertThat(answer.errorMessage()).contains("X-Request-Timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "2.5", "3600"})
    void a_timeout_in_decimal_seconds_is_accepted(String timeout) {
        assertThat(call().header("X-Request-Timeout", timeout).send().isComplete())
                .isTrue();
    }

    @Test
    void wrong_requests_never_reach_a_provider() {
        int before = lineUp.main().attempts();

        call().body("{\"model\":\"" + lineUp.name() + "\",\"messages\":[}").send();
        call().contentType("text/plain").send();
        call().header("X-Request-Timeout", "soon").send();

        assertThat(lineUp.main().attempts()).isEqualTo(before);
    }

    private static ChatCall call() {
        return lineUp.call(Mode.PLAIN);
    }

    private static String bodyOf(int bytes) {
        String begin = "{\"model\":\"" + lineUp.name() + "\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        return begin + "x".repeat(bytes - begin.length() - end.length()) + end;
    }

    private static String head() {
        return "POST " + ChatCall.PATH
                + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nAuthorization: "
                + lineUp.gateway().client().authorization() + "\r\n";
    }
}

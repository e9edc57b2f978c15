package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.ChatCall;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.ChatWire;
import io.sallyport.testing.provider.Lane;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.ReceivedRequest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which headers pass, and which never do. */
@ExtendWith(SharedGateway.class)
class HeadersIT {
    private static final List<String> PROVIDERS_OWN = List.of(
            "Set-Cookie",
            "openai-organization",
            "openai-project",
            "x-ratelimit-remaining-requests",
            "x-request-id",
            "Server");

    private static GatewayProcess gateway;
    private static Lane lane;

    @BeforeAll
    static void declare(GatewayProcess shared, MisbehavingProvider provider) {
        gateway = shared;
        lane = provider.lane("headers/main");
        gateway.writeCatalog("""
                providers:
                  headers:
                    dialect: openai
                    baseUrl: "%s"
                    apiKey: providers-own-key
                    headers: { X-Tenant: acme }
                    query: { api-version: "2026-01-01" }
                    models: { main: { upstreamName: main } }
                routes:
                  headers: { candidates: [ { model: headers/main } ] }
                """.formatted(provider.baseUrl("headers")));
    }

    @ParameterizedTest
    @EnumSource
    void the_callers_credentials_and_cookies_never_go_upstream(Mode mode) {
        lane.always(Answers.text("noon"));

        call(mode)
                .header("Cookie", "session=secret")
                .header("x-api-key", "sp_somebody-elses-key-0000000000000000")
                .header("Proxy-Authorization", "Basic c2VjcmV0")
                .header("TE", "trailers")
                .header("X-Forwarded-For", "10.0.0.1")
                .send();

        ReceivedRequest received = lane.lastRequest();
        assertThat(received.header("Authorization")).isEqualTo("Bearer providers-own-key");
        assertThat(received.headers()).doesNotContainKeys("cookie", "x-api-key", "proxy-authorization", "te");
        assertThat(received.headers().values()).noneMatch(value -> value.contains(gateway.apiKey()));
    }

    @Test
    void a_providers_own_headers_and_query_are_sent() {
        lane.always(Answers.text("noon"));

        call(Mode.PLAIN).send();

        assertThat(lane.lastRequest().header("X-Tenant")).isEqualTo("acme");
        assertThat(lane.lastRequest().target()).isEqualTo("/v1/chat/completions?api-version=2026-01-01");
        assertThat(lane.lastRequest().header("Content-Type")).startsWith("application/json");
    }

    @ParameterizedTest
    @EnumSource
    void a_providers_cookies_organisation_and_rate_limits_never_come_back(Mode mode) {
        lane.always(withHeadersOfItsOwn());

        Answer answer = call(mode).send();

        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(PROVIDERS_OWN.stream().flatMap(name -> answer.headers().allValues(name).stream()))
                .doesNotContain("providers-own");
    }

    @Test
    void a_stream_is_neither_stored_nor_buffered_on_its_way() {
        lane.always(Answers.text("noon"));

        Answer answer = call(Mode.STREAM).send();

        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
    }

    @ParameterizedTest
    @EnumSource
    void the_answer_says_who_was_chosen_and_after_how_many_attempts(Mode mode) {
        lane.always(Answers.text("noon"));

        Answer answer = call(mode).send();

        assertThat(answer.header("X-Sallyport-Route")).isEqualTo("headers; candidate=headers/main; attempts=1");
    }

    @ParameterizedTest
    @EnumSource
    void a_request_id_is_kept_when_it_is_a_decent_one(Mode mode) {
        lane.always(Answers.text("noon"));

        Answer answer = call(mode).header("X-Request-Id", "my-own.id_42").send();

        assertThat(answer.requestId()).isEqualTo("my-own.id_42");
        assertThat(gateway.decision("headers", "my-own.id_42").outcome()).isEqualTo("completed");
    }

    @Test
    void a_request_id_is_replaced_when_it_is_not() {
        lane.always(Answers.text("noon"));

        String tooLong =
                call(Mode.PLAIN).header("X-Request-Id", "x".repeat(2000)).send().requestId();
        String strange =
                call(Mode.PLAIN).header("X-Request-Id", "<script>").send().requestId();

        assertThat(tooLong).isNotBlank().hasSizeLessThan(200);
        assertThat(strange).isNotBlank().doesNotContain("<");
    }

    @Test
    void two_requests_without_an_id_get_different_ones() {
        lane.always(Answers.text("noon"));

        assertThat(call(Mode.PLAIN).send().requestId())
                .isNotEqualTo(call(Mode.PLAIN).send().requestId());
    }

    @Test
    void a_trace_that_the_caller_began_is_continued_at_the_provider() {
        lane.always(Answers.text("noon"));
        String trace = "0af7651916cd43dd8448eb211c80319c";

        call(Mode.PLAIN)
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .send();

        assertThat(lane.lastRequest().header("traceparent")).startsWith("00-" + trace + "-");
    }

    @Test
    void no_origin_is_allowed_unless_it_was_configured() {
        lane.always(Answers.text("noon"));

        Answer answer =
                call(Mode.PLAIN).header("Origin", "https://elsewhere.example").send();

        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    private static ChatCall call(Mode mode) {
        ChatCall call = gateway.client().chat("headers");
        return mode == Mode.STREAM ? call.stream() : call;
    }

    private static Behaviour withHeadersOfItsOwn() {
        String[] headers = PROVIDERS_OWN.stream()
                .flatMap(name -> List.of(name, "providers-own").stream())
                .toArray(String[]::new);
        return exchange -> {
            if (!exchange.streaming()) {
                exchange.whole(200, "application/json", ChatWire.completion("main", "noon"), headers);
                return;
            }
            String[] withType = Arrays.copyOf(headers, headers.length + 2);
            withType[headers.length] = "Content-Type";
            withType[headers.length + 1] = "text/event-stream";
            exchange.head(200, withType);
            List.of(ChatWire.role("main"), ChatWire.delta("main", "noon"), ChatWire.finish("main", "stop"), "[DONE]")
                    .forEach(exchange::event);
            exchange.end();
        };
    }
}

package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Secret;
import io.sallyport.core.json.Json;
import io.sallyport.resilience.BreakerState;
import io.sallyport.testing.provider.UntrustedTls;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.ReceivedCall;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.NotSent;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolOutcome.Unknown;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpToolsTest extends HttpToolStage {
    private static ToolSpec with(Map<String, Secret<String>> headers, String method, String url, String lookUp) {
        return TestingTool.named("t")
                .is(Effect.IRREVERSIBLE, Idempotency.QUERYABLE)
                .timeout(Duration.ofSeconds(10))
                .http(new ToolBinding.Http(
                        method,
                        new UrlTemplate(url),
                        ToolBinding.Auth.NONE,
                        Optional.empty(),
                        headers,
                        List.of(),
                        Optional.of(lookUp)
                                .filter(text -> !text.isEmpty())
                                .map(text -> new ToolBinding.LookUp(new UrlTemplate(text)))))
                .spec();
    }

    @Test
    void arguments_go_as_json_with_key_and_trace() {
        ToolOutcome outcome = calls.call(
                tool(Effect.IRREVERSIBLE, Idempotency.KEYED).spec(),
                "{\"sku\": \"TEA\\u0000\", \"price\": 12.50, \"big\": 12345678901234567890123}");

        assertThat(result(outcome)).isEqualTo(Json.object().put("ok", true));
        ReceivedCall call = server.calls().getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(new String(call.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"sku\":\"TEA\\u0000\",\"price\":12.50,\"big\":12345678901234567890123}");
        assertThat(call.header("Idempotency-Key")).isEqualTo(TestingCalls.KEY);
        assertThat(call.header("traceparent")).contains("00f067aa0ba902b7");
        assertThat(call.header("content-type")).isEqualTo("application/json");
        assertThat(call.header("authorization")).isEmpty();
    }

    @Test
    void arguments_fill_the_address_and_what_is_left_goes_on() {
        calls.call(
                with(Map.of(), "PUT", server.url("/orders/{id}/lines?at={day}"), ""),
                "{\"id\": \"a/b\", \"day\": \"1 & 2\", \"n\": 1}");
        calls.call(
                with(Map.of(), "GET", server.url("/orders/{id}?fixed=1"), ""),
                "{\"id\": 7, \"q\": \"tea & co\", \"tags\": [\"a\", \"b\"], \"deep\": {\"x\": 1}, \"no\": null}");
        calls.call(with(Map.of(), "DELETE", server.url("/orders/{id}"), ""), "{\"id\": 7}");

        assertThat(server.calls().stream().map(ReceivedCall::target))
                .containsExactly(
                        "/orders/a%2Fb/lines?at=1%20%26%202",
                        "/orders/7?fixed=1&q=tea%20%26%20co&tags=a&tags=b&deep=%7B%22x%22%3A1%7D", "/orders/7");
        assertThat(server.calls().getFirst().json()).isEqualTo(Json.object().put("n", 1));
        assertThat(server.calls().get(1).bytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"id\": \"..\"}", "{\"id\": \"\"}", "{\"id\": {\"a\": 1}}", "{\"id\": null}"})
    void an_argument_that_does_not_fit_into_the_address_is_the_models_mistake(String arguments) {
        NotApplied refused = (NotApplied) calls.call(with(Map.of(), "PUT", server.url("/orders/{id}"), ""), arguments);

        assertThat(refused.error().code()).isEqualTo("invalid_arguments");
        assertThat(refused.error().path()).isEqualTo("/id");
        assertThat(server.connections()).isZero();
    }

    @Test
    void arguments_beyond_what_an_address_takes_are_the_models_mistake() {
        String arguments = "{\"id\": 1, \"q\": \"" + "x".repeat(9000) + "\"}";

        assertThat(((NotApplied) calls.call(with(Map.of(), "GET", server.url("/o/{id}"), ""), arguments))
                        .error()
                        .code())
                .isEqualTo("invalid_arguments");
    }

    @Test
    void headers_of_the_manifest_are_sent_and_cannot_break_the_request() {
        calls.call(with(
                Map.of("X-Key", Secret.of("s3cret"), "Idempotency-Key", Secret.of("mine")),
                "POST",
                server.url("/"),
                ""));

        assertThat(server.calls().getFirst().header("x-key")).isEqualTo("s3cret");
        assertThat(server.calls().getFirst().header("idempotency-key")).isEqualTo(TestingCalls.KEY);

        NotApplied refused = (NotApplied)
                calls.call(with(Map.of("X-Key", Secret.of("a\r\nX-Evil: 1")), "POST", server.url("/"), ""));
        assertThat(refused.error().code()).isEqualTo("tool_misconfigured");
        assertThat(refused.error().json().toString()).doesNotContain("Evil");
    }

    @Test
    void a_port_that_nobody_listens_on_was_not_called() {
        ToolSpec tool = TestingTool.named("t")
                .timeout(Duration.ofSeconds(10))
                .http("POST", "http://127.0.0.1:1/")
                .spec();

        NotApplied refused = (NotApplied) calls.call(tool);

        assertThat(refused.error().code()).isEqualTo("tool_unreachable");
        assertThat(refused.error().retryable()).isTrue();
    }

    @Test
    void tls_that_cannot_be_trusted_was_not_called() {
        try (var tls = UntrustedTls.start()) {
            ToolSpec tool = TestingTool.named("t")
                    .timeout(Duration.ofSeconds(10))
                    .http("POST", tls.baseUrl())
                    .spec();

            assertThat(((NotApplied) calls.call(tool)).error().code()).isEqualTo("tool_unreachable");
        }
    }

    @Test
    void an_owner_that_has_lost_the_call_sends_nothing() {
        ToolOutcome outcome = TestingCalls.await(
                calls.start(tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec(), "{}", () -> false));

        assertThat(outcome).isEqualTo(new NotSent());
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void what_must_not_happen_twice_never_uses_a_connection_twice() {
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.NONE).spec();
        for (int i = 0; i < 3; i++) {
            calls.call(tool);
        }

        assertThat(server.connections()).isEqualTo(3);
        assertThat(server.calls().getFirst().header("connection")).isEqualTo("close");
    }

    @Test
    void a_dead_idle_connection_is_met_with_one_invisible_repetition_where_that_is_safe() {
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.KEYED).spec();
        calls.vertx().runOnContext(go -> {});
        // Several event loops keep connections: each of them has one after a few calls.
        for (int i = 0; i < 40; i++) {
            calls.call(tool);
        }
        server.next(Faults.resetUnread());

        assertThat(calls.call(tool)).isInstanceOf(Succeeded.class);
    }

    @Test
    void a_repetition_that_finds_nobody_leaves_the_first_attempt_in_doubt() {
        ToolSpec keyed = tool(Effect.IRREVERSIBLE, Idempotency.KEYED).spec();
        for (int i = 0; i < 40; i++) {
            calls.call(keyed);
        }
        server.next(Faults.resetUnread()).always(Faults.status(422));

        assertThat(calls.call(keyed)).isInstanceOf(Unknown.class);
    }

    @Test
    void a_slow_tool_is_given_up_at_its_timeout_and_its_late_answer_is_for_nobody() {
        server.next(exchange -> {
            exchange.request();
            LockSupport.parkNanos(400_000_000);
            exchange.json(200, "{\"late\":true}");
        });
        ToolSpec tool = tool(Effect.NONE, Idempotency.NONE)
                .timeout(Duration.ofMillis(150))
                .spec();
        long begun = System.nanoTime();

        assertThat(calls.call(tool)).isInstanceOf(Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(result(calls.call(tool(Effect.NONE, Idempotency.NONE).spec())))
                .isEqualTo(Json.object().put("ok", true));
    }

    @Test
    void calls_beyond_the_bound_wait_for_a_short_while_and_are_then_refused() {
        server.always(Faults.silence());
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.NONE)
                .maxConcurrent(2)
                .timeout(Duration.ofMillis(500))
                .spec();
        List<CompletableFuture<ToolOutcome>> all = IntStream.range(0, 8)
                .mapToObj(i -> calls.start(tool, "{}", () -> true).subscribeAsCompletionStage())
                .toList();
        assertThat(calls.calls.health(tool).inFlight()).isLessThanOrEqualTo(2);
        List<ToolOutcome> outcomes = all.stream()
                .map(one -> one.orTimeout(10, TimeUnit.SECONDS).join())
                .toList();

        assertThat(outcomes.stream()
                        .filter(NotApplied.class::isInstance)
                        .map(one -> ((NotApplied) one).error().code()))
                .hasSizeBetween(4, 6)
                .containsOnly("tool_overloaded");
        assertThat(outcomes.stream().filter(Unknown.class::isInstance)).hasSizeBetween(2, 4);
        assertThat(server.calls().size()).isEqualTo((int)
                outcomes.stream().filter(Unknown.class::isInstance).count());
    }

    @Test
    void a_tool_that_keeps_failing_is_left_alone_for_a_while() {
        server.always(Faults.status(503));
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.KEYED)
                .breaker(new BreakerSpec(4, 0.5, Duration.ofMillis(200)))
                .spec();
        for (int i = 0; i < 4; i++) {
            assertThat(calls.call(tool)).isInstanceOf(Unknown.class);
        }

        assertThat(((NotApplied) calls.call(tool)).error().code()).isEqualTo("tool_unavailable");
        assertThat(calls.calls.health(tool).breaker()).isEqualTo(BreakerState.OPEN);
        server.reset();
        await().until(() -> calls.call(tool) instanceof Succeeded);
        assertThat(calls.calls.health(tool).breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(calls.observer.breakers).contains(BreakerState.OPEN, BreakerState.CLOSED);
    }

    @Test
    void refusals_do_not_open_the_breaker() {
        server.always(Faults.status(404));
        ToolSpec tool = tool(Effect.NONE, Idempotency.NONE)
                .breaker(new BreakerSpec(3, 0.5, Duration.ofSeconds(10)))
                .spec();
        for (int i = 0; i < 6; i++) {
            assertThat(((NotApplied) calls.call(tool)).error().code()).isEqualTo("tool_refused");
        }
    }

    @Test
    void a_tool_of_a_kind_that_is_not_here_is_misconfigured() {
        ToolSpec tool = TestingTool.named("t").builtIn("nothing").spec();

        assertThat(((NotApplied) calls.call(tool)).error().code()).isEqualTo("tool_misconfigured");
    }

    @Test
    void whoever_looks_on_is_told_of_every_attempt() {
        int before = calls.observer.ended.size();
        ToolOutcome outcome = calls.call(tool(Effect.NONE, Idempotency.NONE).spec());

        assertThat(calls.observer.ended.subList(before, calls.observer.ended.size()))
                .containsExactly(outcome);
    }

    @Test
    void each_subscription_is_one_attempt_and_none_is_none() {
        AtomicInteger asked = new AtomicInteger();
        Uni<ToolOutcome> attempt =
                calls.start(tool(Effect.NONE, Idempotency.NONE).spec(), "{}", () -> asked.incrementAndGet() > 0);

        assertThat(asked).hasValue(0);
        TestingCalls.await(attempt);
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_tool_that_is_asked_about_a_key_says_applied_not_applied_or_nothing() {
        ToolSpec tool = with(
                Map.of("X-Key", Secret.of("s")), "POST", server.url("/o"), server.url("/o/{customer}/by-key/{key}"));
        server.next(
                exchange -> exchange.json(200, "{\"orderId\":\"1\"}"),
                Faults.status(404),
                Faults.status(500),
                Faults.cut(200),
                Faults.redirect(302, "/elsewhere"),
                Faults.status(204));

        assertThat(calls.lookUp(tool, "{\"customer\": 3}"))
                .isEqualTo(new LookUpOutcome.Applied(Json.object().put("orderId", "1")));
        assertThat(calls.lookUp(tool, "{\"customer\": 3}")).isEqualTo(new LookUpOutcome.NotApplied());
        for (int i = 0; i < 4; i++) {
            assertThat(calls.lookUp(tool, "{\"customer\": 3}")).isInstanceOf(LookUpOutcome.CannotTell.class);
        }
        assertThat(server.calls().getFirst().target()).isEqualTo("/o/3/by-key/" + TestingCalls.KEY);
        assertThat(server.calls().getFirst().header("x-key")).isEqualTo("s");
        assertThat(calls.lookUp(tool, "{}")).isInstanceOf(LookUpOutcome.CannotTell.class);
        assertThat(calls.lookUp(with(Map.of(), "POST", server.url("/o"), ""), "{}"))
                .isInstanceOf(LookUpOutcome.CannotTell.class);
        assertThat(calls.observer.lookUps).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void another_host_that_is_asked_gets_none_of_the_tool_s_headers() {
        ToolSpec tool =
                with(Map.of("x-key", Secret.of("s")), "POST", "http://127.0.0.1:1/o", server.url("/by-key/{key}"));
        server.next(Faults.status(404));

        assertThat(calls.lookUp(tool, "{}")).isEqualTo(new LookUpOutcome.NotApplied());
        assertThat(server.calls().getFirst().header("x-key")).isEmpty();
    }

    @Test
    void connections_do_not_pile_up() {
        server.next(Faults.silence(), Faults.stall(200), Faults.garbage(), Faults.endless(), Faults.hugeHeaders());
        ToolSpec tool = tool(Effect.IRREVERSIBLE, Idempotency.NONE)
                .timeout(Duration.ofMillis(200))
                .spec();
        for (int i = 0; i < 6; i++) {
            calls.call(tool);
        }

        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }
}

package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Asked;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider answers, but with an error. */
@ExtendWith(SharedGateway.class)
class RefusingProviderIT {
    private static final String TEXT = "the sally port has two doors";
    private static final String OTHER = "an answer from elsewhere";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "refusing", 64);
    }

    private final LineUp lineUp = lineUps.take();

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void a_429_with_a_short_Retry_After_is_waited_for(Mode mode) {
        lineUp.main().next(Refusals.rateLimited("1")).always(Answers.text(TEXT));

        lineUp.ask(mode)
                .isAnswered(TEXT, lineUp.main())
                .withUsage()
                .afterAttempts("status_429", "ok")
                .tookBetween(950, 2500);

        assertThat(lineUp.main().attempts()).isEqualTo(2);
        assertThat(lineUp.spare().attempts()).isZero();
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void a_429_whose_Retry_After_is_a_date_is_waited_for(Mode mode) {
        String inTwoSeconds = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
        lineUp.main().next(Refusals.rateLimited(inTwoSeconds)).always(Answers.text(TEXT));

        lineUp.ask(mode)
                .isAnswered(TEXT, lineUp.main())
                .afterAttempts("status_429", "ok")
                .tookBetween(800, 3500);
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void a_429_with_a_long_Retry_After_fails_over_at_once_and_the_candidate_cools_down(Mode mode) {
        lineUp.main().next(Refusals.rateLimited("30")).always(Answers.text(TEXT));
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode)
                .isAnswered(OTHER, lineUp.spare())
                .afterAttempts("status_429", "ok")
                .tookBetween(0, 900);
        Asked next = lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).afterAttempts("ok");

        assertThat(next.decision().skipped(lineUp.main().ref())).isEqualTo("cooling_down");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void a_429_does_not_count_for_the_breaker(Mode mode) {
        lineUp.main().always(Refusals.rateLimited("0"));
        lineUp.spare().always(Answers.text(OTHER));

        for (int i = 0; i < 25; i++) {
            assertThat(lineUp.call(mode).send().isComplete()).isTrue();
        }

        assertThat(lineUp.gateway()
                        .metrics()
                        .sum("sallyport_breaker_state", "model", lineUp.main().ref()))
                .isZero();
        assertThat(lineUp.gateway()
                        .decisions(lineUp.name())
                        .getFirst()
                        .skipped(lineUp.main().ref()))
                .isNotEqualTo("breaker_open");
    }

    static Stream<Arguments> passingStatuses() {
        return IntStream.of(408, 429, 500, 502, 503, 504, 529)
                .boxed()
                .flatMap(status -> Stream.of(Mode.values()).map(mode -> Arguments.of(status, mode)));
    }

    @ParameterizedTest
    @AtOnce
    @MethodSource("passingStatuses")
    void a_persistent_error_gets_bounded_attempts_and_then_the_fallback(int status, Mode mode) {
        lineUp.main().always(Refusals.status(status));
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode)
                .isAnswered(OTHER, lineUp.spare())
                .withUsage()
                .afterAttempts("status_" + status, "status_" + status, "ok");

        assertThat(lineUp.main().attempts()).isEqualTo(2);
        assertThat(lineUp.gateway()
                        .metrics()
                        .sum("sallyport_retries_total", "model", lineUp.main().ref()))
                .isEqualTo(1);
        assertThat(lineUp.gateway()
                        .metrics()
                        .sum(
                                "sallyport_fallbacks_total",
                                "from",
                                lineUp.main().ref(),
                                "to",
                                lineUp.spare().ref()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void the_answer_of_a_fallback_names_the_model_that_answered(Mode mode) {
        lineUp.main().always(Refusals.status(503));
        lineUp.spare().always(Answers.text(OTHER));

        Asked asked = lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).withUsage();

        assertThat(asked.answer().models()).containsExactly("spare");
        assertThat(asked.answer().header("X-Sallyport-Route"))
                .isEqualTo(
                        "%s; candidate=%s; attempts=3",
                        lineUp.name(), lineUp.spare().ref());
    }

    static Stream<Arguments> lastErrors() {
        return Stream.of(
                        Arguments.of(408, 504, "provider_timeout"),
                        Arguments.of(429, 429, "provider_rate_limited"),
                        Arguments.of(500, 502, "provider_error"),
                        Arguments.of(503, 503, "provider_unavailable"))
                .flatMap(row -> Stream.of(Mode.values())
                        .map(mode -> Arguments.of(row.get()[0], row.get()[1], row.get()[2], mode)));
    }

    @ParameterizedTest
    @AtOnce
    @MethodSource("lastErrors")
    void a_persistent_error_with_nowhere_to_go_is_the_callers_error(int upstream, int status, String code, Mode mode) {
        lineUp.main().always(Refusals.status(upstream));

        lineUp.askAlone(mode)
                .isRefused(status, code)
                .saying(lineUp.main().ref())
                .afterAttempts("status_" + upstream, "status_" + upstream);

        assertThat(lineUp.main().attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void one_500_is_retried_on_the_same_candidate(Mode mode) {
        lineUp.main().next(Refusals.status(500)).always(Answers.text(TEXT));

        lineUp.ask(mode).isAnswered(TEXT, lineUp.main()).withUsage().afterAttempts("status_500", "ok");

        assertThat(lineUp.main().attempts()).isEqualTo(2);
        assertThat(lineUp.spare().attempts()).isZero();
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void one_connection_reset_before_headers_is_retried_on_the_same_candidate(Mode mode) {
        lineUp.main().next(Breakages.reset()).always(Answers.text(TEXT));

        lineUp.ask(mode).isAnswered(TEXT, lineUp.main()).withUsage().afterAttempts("reset", "ok");

        assertThat(lineUp.main().attempts()).isEqualTo(2);
        assertThat(lineUp.spare().attempts()).isZero();
    }

    static Stream<Arguments> contextErrors() {
        return Stream.of(Refusals.CONTEXT_LENGTH, Refusals.LLAMA_CONTEXT_LENGTH)
                .flatMap(body -> Stream.of(Mode.values()).map(mode -> Arguments.of(body, mode)));
    }

    @ParameterizedTest
    @AtOnce
    @MethodSource("contextErrors")
    void a_context_length_error_goes_to_a_candidate_with_a_larger_context(String body, Mode mode) {
        lineUp.main().always(Refusals.status(400, body));
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).afterAttempts("context_length", "ok");

        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @AtOnce
    @MethodSource("contextErrors")
    void a_context_length_error_with_no_larger_context_is_the_providers_reason_unchanged(String body, Mode mode) {
        lineUp.main().always(Refusals.status(400, body));

        Asked asked = lineUp.askAlone(mode).afterAttempts("context_length");

        assertThat(asked.answer().status()).as(asked::story).isEqualTo(400);
        assertThat(asked.answer().body()).isEqualTo(body);
        assertThat(asked.decision().code()).isEqualTo("context_length_exceeded");
        assertThat(asked.answer().header("x-should-retry")).isEqualTo("false");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void a_content_filter_is_neither_retried_nor_routed_around(Mode mode) {
        lineUp.main().always(Refusals.status(400, Refusals.CONTENT_FILTER));

        Asked asked = lineUp.ask(mode).isRefused(400, "content_filter").afterAttempts("content_filter");

        assertThat(Refusals.CONTENT_FILTER).contains(asked.answer().errorMessage());
        assertThat(asked.answer().header("x-should-retry")).isEqualTo("false");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
        assertThat(lineUp.spare().attempts()).isZero();
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void a_request_that_the_provider_rejects_is_the_callers_own_error(Mode mode) {
        Behaviour rejecting = Refusals.status(
                400,
                "{\"error\":{\"message\":\"temperature must be at most 2\",\"type\":"
                        + "\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"bad_temperature\"}}");
        lineUp.main().always(rejecting);

        Asked asked = lineUp.ask(mode).saying("temperature must be at most 2").afterAttempts("rejected");

        assertThat(asked.answer().status()).isEqualTo(400);
        assertThat(asked.answer().error().path("param").asText()).isEqualTo("temperature");
        assertThat(lineUp.spare().attempts()).isZero();
    }

    static Stream<Arguments> misconfigured() {
        return IntStream.of(401, 403, 404)
                .boxed()
                .flatMap(status -> Stream.of(Mode.values()).map(mode -> Arguments.of(status, mode)));
    }

    @ParameterizedTest
    @AtOnce
    @MethodSource("misconfigured")
    void a_401_403_or_404_from_the_provider_fails_over_without_a_retry(int status, Mode mode) {
        lineUp.main().always(Refusals.status(status));
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).afterAttempts("status_" + status, "ok");

        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @AtOnce
    @MethodSource("misconfigured")
    void a_401_403_or_404_with_nowhere_to_go_is_a_502_and_never_the_callers_own(int status, Mode mode) {
        lineUp.main().always(Refusals.status(status));

        lineUp.askAlone(mode).isRefused(502, "provider_misconfigured").afterAttempts("status_" + status);

        assertThat(lineUp.gateway()
                        .metrics()
                        .sum(
                                "sallyport_requests_total",
                                "route",
                                lineUp.name() + "-alone",
                                "code",
                                "provider_misconfigured"))
                .isEqualTo(1);
    }
}

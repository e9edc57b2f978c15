package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.sallyport.core.ProblemCode;
import io.sallyport.resilience.BreakerState;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.CallObservation;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.Decision;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BreakerMeters breakers = new BreakerMeters(registry);
    private final CallMeters meters = new CallMeters(registry);
    private final CallTelemetry telemetry =
            new CallTelemetry(meters, breakers, new CallTraces(true, OpenTelemetry.noop(), TestingCalls.catalog()));

    @Test
    void an_answered_call_names_the_model_that_answered_and_its_tokens() {
        CallObservation call = telemetry.started(TestingCalls.start(null));
        call.attemptStarted(TestingCalls.SECOND, 1)
                .ended(TestingCalls.attempt(TestingCalls.SECOND, 1, AttemptOutcome.OK), "up-large-0613");
        call.firstToken(TestingCalls.SECOND, 12_000_000);
        call.ended(
                TestingCalls.decision(Decision.Result.COMPLETED, null),
                TestingCalls.SECOND,
                TestingCalls.USAGE,
                "stop");

        assertThat(count("sallyport.requests", "outcome", "completed")).isEqualTo(1);
        assertThat(count("sallyport.attempts", "model", "beta/large", "outcome", "ok"))
                .isEqualTo(1);
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tags("gen_ai.response.model", "beta/large", "gen_ai.token.type", "output")
                        .summary()
                        .totalAmount())
                .isEqualTo(20);
        assertThat(registry.get("gen_ai.client.operation.time_to_first_chunk")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(12);
        assertThat(registry.get("sallyport.requests.active").gauge().value()).isZero();
    }

    @Test
    void embeddings_are_an_operation_of_their_own_on_the_same_route() {
        for (CallStart start :
                List.of(TestingCalls.start(null), TestingCalls.embeddings(), TestingCalls.embeddings())) {
            telemetry
                    .started(start)
                    .ended(
                            TestingCalls.decision(Decision.Result.COMPLETED, null),
                            TestingCalls.FIRST,
                            TestingCalls.USAGE,
                            null);
        }

        assertThat(count("sallyport.requests", "outcome", "completed")).isEqualTo(3);
        assertThat(durations("chat")).isEqualTo(1);
        assertThat(durations("embeddings")).isEqualTo(2);
    }

    private long durations(String operation) {
        return registry.get("gen_ai.client.operation.duration")
                .tag("gen_ai.operation.name", operation)
                .timer()
                .count();
    }

    @Test
    void a_failed_attempt_is_no_completion_but_its_tokens_are_counted_apart() {
        CallObservation call = telemetry.started(TestingCalls.start(null));
        call.attemptStarted(TestingCalls.FIRST, 1)
                .ended(TestingCalls.attempt(TestingCalls.FIRST, 1, AttemptOutcome.IDLE_TIMEOUT), null);

        assertThat(count("sallyport.limit.fired", "model", "alpha/small", "limit", "idle"))
                .isEqualTo(1);
        assertThat(count("sallyport.failed.attempt.tokens", "type", "output")).isEqualTo(20);
        assertThat(registry.find("gen_ai.client.token.usage").summary()).isNull();
        assertThat(registry.get("sallyport.requests.active").gauge().value()).isEqualTo(1);
    }

    @Test
    void a_failed_call_carries_the_code_that_the_caller_got() {
        CallObservation call = telemetry.started(TestingCalls.start(null));
        call.ended(TestingCalls.decision(Decision.Result.FAILED, ProblemCode.PROVIDER_TIMEOUT), null, null, null);

        assertThat(count("sallyport.requests", "outcome", "failed", "code", "provider_timeout"))
                .isEqualTo(1);
        assertThat(registry.get("gen_ai.client.operation.duration")
                        .tag("error.type", "provider_timeout")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_breaker_has_a_gauge_from_the_start_and_counts_its_changes() {
        breakers.follow(TestingCalls.catalog().current());
        assertThat(registry.get("sallyport.breaker.state")
                        .tag("model", "alpha/small")
                        .gauge()
                        .value())
                .isZero();

        telemetry.breakerChanged(TestingCalls.FIRST, BreakerState.OPEN);
        assertThat(registry.get("sallyport.breaker.state")
                        .tag("model", "alpha/small")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(count("sallyport.breaker.transitions", "model", "alpha/small", "to", "open"))
                .isEqualTo(1);
    }

    @Test
    void the_total_limit_is_counted_although_no_attempt_is_under_way() {
        telemetry.started(TestingCalls.start(null)).totalFired(TestingCalls.FIRST);

        assertThat(count("sallyport.limit.fired", "model", "alpha/small", "limit", "total"))
                .isEqualTo(1);
    }

    @Test
    void after_fifty_catalogues_there_are_no_more_series_than_after_one() {
        everythingHappens();
        int once = registry.getMeters().size();
        for (int i = 0; i < 50; i++) {
            meters.follow(TestingCalls.catalog("route-" + i, "provider-" + i));
            everythingHappens();
        }

        assertThat(registry.getMeters()).hasSize(once);
        meters.follow(TestingCalls.catalog("another", "another"));
        assertThat(registry.getMeters().stream()
                        .flatMap(meter -> meter.getId().getTags().stream())
                        .map(Tag::getValue))
                .doesNotContain(TestingCalls.ROUTE.alias(), "alpha/small", "alpha");
    }

    @Test
    void what_stays_in_the_catalogue_goes_on_counting() {
        everythingHappens();
        meters.follow(TestingCalls.catalog().current());
        everythingHappens();

        assertThat(count("sallyport.attempts", "model", "beta/large", "outcome", "ok"))
                .isEqualTo(2);
    }

    private void everythingHappens() {
        CallObservation call = telemetry.started(TestingCalls.start(null));
        call.attemptStarted(TestingCalls.FIRST, 1)
                .ended(TestingCalls.attempt(TestingCalls.FIRST, 1, AttemptOutcome.IDLE_TIMEOUT), null);
        call.fellBack(TestingCalls.FIRST, TestingCalls.SECOND);
        call.retrying(TestingCalls.FIRST, AttemptOutcome.RESET);
        call.attemptStarted(TestingCalls.SECOND, 2)
                .ended(TestingCalls.attempt(TestingCalls.SECOND, 2, AttemptOutcome.OK), "up-large-0613");
        telemetry.retryBudgetExhausted("alpha");
        call.ended(
                TestingCalls.decision(Decision.Result.COMPLETED, null),
                TestingCalls.SECOND,
                TestingCalls.USAGE,
                "stop");
    }

    @Test
    void nothing_a_caller_or_a_provider_can_invent_becomes_a_label() {
        an_answered_call_names_the_model_that_answered_and_its_tokens();
        assertThat(registry.getMeters().stream()
                        .map(Meter::getId)
                        .flatMap(id -> id.getTags().stream())
                        .map(Tag::getValue))
                .doesNotContain("req-1", "web-chat", "up-large-0613");
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }
}

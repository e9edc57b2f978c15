package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces as a collector receives them, and what a collector that is not well does to requests: nothing. */
class TracesIT {
    private static final String ASKED = "a-question-nobody-else-may-read";
    private static final String SAID = "an-answer-nobody-else-may-read";
    private static final String CALLERS_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private TestingCollector collector;
    private MisbehavingProvider provider;
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws Exception {
        collector = TestingCollector.start();
        provider = MisbehavingProvider.start();
        gateway = GatewayProcess.embedded()
                .catalog("""
                        providers:
                          traced: { dialect: openai, baseUrl: "%s", models: { first: {}, second: {} } }
                        routes:
                          traced: { candidates: [ { model: traced/first } ], fallbacks: [ traced/second ], retry: { attempts: 1 } }
                        """.formatted(provider.baseUrl("traced")))
                .env("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
                .env("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms")
                .start();
        provider.lane("traced/first").always(Refusals.status(503));
        provider.lane("traced/second").always(Answers.text(SAID));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        provider.close();
        collector.close();
    }

    @Test
    @AtOnce
    void a_collector_gets_the_call_and_its_attempts_and_nothing_of_what_was_said() {
        Answer answer = ask();

        await().atMost(Duration.ofSeconds(15)).until(() -> collector.times("chat traced") == 1);
        assertThat(answer.text()).isEqualTo(SAID);
        assertThat(collector.times("chat first"))
                .as("spans of the first attempt")
                .isEqualTo(1);
        assertThat(collector.times("chat second"))
                .as("spans of the second attempt")
                .isEqualTo(1);
        assertThat(collector.all())
                .contains(
                        "gen_ai.operation.name",
                        "gen_ai.request.model",
                        "gen_ai.response.finish_reasons",
                        "gen_ai.usage.input_tokens",
                        "sallyport.attempt.number",
                        "status_503",
                        answer.requestId())
                .doesNotContain(ASKED, SAID, gateway.apiKey());
        assertThat(provider.lane("traced/second").lastRequest().headers().get("traceparent"))
                .as("what the provider is told")
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .isNotEqualTo(CALLERS_TRACE);
    }

    @Test
    @AtOnce
    void a_collector_that_hangs_or_is_gone_is_not_felt_by_requests() throws Exception {
        ask();
        await().atMost(Duration.ofSeconds(15)).until(() -> collector.exports() > 0);
        int heard = collector.exports();

        collector.fallSilent();
        manyRequestsAreServedAtOnce();
        await().atMost(Duration.ofSeconds(15)).until(() -> collector.exports() > heard);
        manyRequestsAreServedAtOnce();

        collector.close();
        manyRequestsAreServedAtOnce();
        assertThat(gateway.isReady()).isTrue();
    }

    private void manyRequestsAreServedAtOnce() {
        for (int i = 0; i < 200; i++) {
            Answer answer = ask();
            assertThat(answer.isComplete()).as(answer::toString).isTrue();
            assertThat(answer.took()).isLessThan(Duration.ofSeconds(3));
        }
    }

    private Answer ask() {
        return gateway.client()
                .chat("traced")
                .streamWithUsage()
                .user(ASKED)
                .header("traceparent", CALLERS_TRACE)
                .send();
    }
}

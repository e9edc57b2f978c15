package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Load;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A flapping provider, under load: outage, open, fallback, probe, closed, traffic back; and nobody notices. */
@ExtendWith(SharedGateway.class)
class BreakerLifeCycleIT {
    private static final String TEXT = "the sally port has two doors";
    private static final int CLOSED = 0;
    private static final int OPEN = 2;
    private static final int CALLERS = 4;
    private static final Duration OPEN_FOR = Duration.ofSeconds(1);

    private static final String QUICK_BREAKER = """
            timeouts: { connect: 500ms, firstToken: 3s, idle: 3s, total: 8s }, \
            retry: { attempts: 2, baseDelay: 10ms, maxDelay: 20ms, maxRetryAfter: 1s }, \
            breaker: { window: 10, failureRatio: 0.5, openFor: 1s }""";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "breaker", 6, QUICK_BREAKER);
    }

    private final LineUp lineUp = lineUps.take();

    @ParameterizedTest
    @EnumSource
    void an_outage_is_served_by_the_fallback_and_ends_with_one_probe(Mode mode) {
        lineUp.main().always(Answers.text(TEXT));
        lineUp.spare().always(Answers.text(TEXT));
        try (Load load = Load.of(CALLERS, () -> lineUp.call(mode).send())) {
            await().until(() -> lineUp.main().finished() > 20);

            lineUp.main().always(Refusals.status(503));
            awaitState(OPEN);
            theFallbackServesEverything();
            theProbeIsOne();

            lineUp.main().always(Answers.text(TEXT));
            awaitState(CLOSED);
            trafficIsBack();
            assertThat(load.failures()).as("callers who got no whole answer").isEmpty();
        }
        transitionsAreCounted();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = "STREAM")
    void failures_behind_the_first_token_open_the_breaker_too(Mode mode) {
        lineUp.main().always(Breakages.cutAfter("the sally"));
        lineUp.spare().always(Answers.text(TEXT));

        for (int i = 0; i < 12; i++) {
            assertThat(lineUp.call(mode).send().text()).isEqualTo(TEXT);
        }

        assertThat(state()).isEqualTo(OPEN);
        assertThat(lineUp.ask(mode).decision().skipped(lineUp.main().ref())).isEqualTo("breaker_open");
    }

    private void theFallbackServesEverything() {
        await().during(OPEN_FOR.minusMillis(300))
                .atMost(Duration.ofSeconds(8))
                .until(() -> lineUp.main().open() == 0);
        int before = lineUp.main().attempts();
        int servedBefore = lineUp.spare().finished();
        await().until(() -> lineUp.spare().finished() > servedBefore + 50);
        assertThat(lineUp.main().attempts() - before)
                .as("calls of a provider whose breaker is open, probes included")
                .isLessThanOrEqualTo(3);
    }

    /** The provider is back, but takes its time: nobody else may try it while the probe is under way. */
    private void theProbeIsOne() {
        lineUp.main().always(Breakages.lateFirstToken(Duration.ofSeconds(2), TEXT));
        await().atMost(Duration.ofSeconds(10)).until(() -> lineUp.main().open() == 1);
        int servedBefore = lineUp.spare().finished();
        int probes = lineUp.main().attempts();
        await().until(() -> lineUp.spare().finished() > servedBefore + 50);
        assertThat(lineUp.main().attempts()).as("probes at once").isEqualTo(probes);
    }

    private void trafficIsBack() {
        int before = lineUp.main().finished();
        await().atMost(Duration.ofSeconds(30)).until(() -> lineUp.main().finished() > before + 20);
    }

    private void transitionsAreCounted() {
        for (String to : new String[] {"open", "half_open", "closed"}) {
            assertThat(lineUp.gateway()
                            .metrics()
                            .sum(
                                    "sallyport_breaker_transitions_total",
                                    "model",
                                    lineUp.main().ref(),
                                    "to",
                                    to))
                    .as("transitions to %s", to)
                    .isPositive();
        }
    }

    private void awaitState(int expected) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> state() == expected);
    }

    private int state() {
        return (int) lineUp.gateway()
                .metrics()
                .sum("sallyport_breaker_state", "model", lineUp.main().ref());
    }
}

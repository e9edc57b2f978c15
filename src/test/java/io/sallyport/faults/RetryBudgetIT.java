package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An outage is not multiplied by retries. */
@ExtendWith(SharedGateway.class)
class RetryBudgetIT {
    private static final int REQUESTS = 40;
    private static final int NEVER_FEWER = 10;

    private static final String NO_BREAKER = """
            timeouts: { connect: 500ms, firstToken: 2s, idle: 2s, total: 8s }, \
            retry: { attempts: 2, baseDelay: 1ms, maxDelay: 2ms, maxRetryAfter: 1s }, \
            breaker: { window: 1000, failureRatio: 1.0, openFor: 1s }""";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "budget", 4, NO_BREAKER);
    }

    private final LineUp lineUp = lineUps.take();

    @ParameterizedTest
    @EnumSource
    void retries_stop_when_the_providers_budget_is_used_up_and_the_fallback_serves(Mode mode) {
        lineUp.main().always(Refusals.status(503));
        lineUp.spare().always(Answers.text("an answer from elsewhere"));

        for (int i = 0; i < REQUESTS; i++) {
            assertThat(lineUp.call(mode).send().isComplete()).isTrue();
        }

        int retries = lineUp.main().attempts() - REQUESTS;
        assertThat(retries).as("retries in %d requests", REQUESTS).isBetween(NEVER_FEWER, NEVER_FEWER + 2);
        assertThat(lineUp.gateway().metrics().sum("sallyport_retry_budget_exhausted_total", "provider", lineUp.name()))
                .isEqualTo(REQUESTS - retries);
    }
}

package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.Mode;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The caller goes away. */
@ExtendWith(SharedGateway.class)
class DisconnectIT {
    private static final int TIMES = 7;
    private static final String PATIENT = """
            timeouts: { connect: 500ms, firstToken: 20s, idle: 20s, attempt: 20s, total: 30s }, \
            retry: { attempts: 3, baseDelay: 20ms, maxDelay: 100ms, maxRetryAfter: 5s }""";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "disconnect", 10, PATIENT);
    }

    private final LineUp lineUp = lineUps.take();

    @Test
    void a_client_that_closes_in_mid_stream_cancels_the_upstream_call_within_100_ms() {
        lineUp.main().always(Breakages.stallAfter("the sally port"));
        List<Long> delays = new ArrayList<>();

        for (int i = 1; i <= TIMES; i++) {
            LiveAnswer live = lineUp.call(Mode.STREAM).open().awaitText("the sally port");
            delays.add(millisToCancel(i, live::disconnect));
        }

        assertThat(median(delays))
                .as("milliseconds to the cancel, of %s", delays)
                .isLessThanOrEqualTo(100);
        cancelsAreRecorded();
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_resets_before_the_first_token_cancels_the_upstream_call_within_100_ms(Mode mode) {
        lineUp.main().always(Breakages.silence());
        List<Long> delays = new ArrayList<>();

        for (int i = 1; i <= TIMES; i++) {
            RawConnection connection = lineUp.gateway().client().raw();
            connection.sendChat(lineUp.gateway().client(), lineUp.call(mode).body());
            int expected = i;
            await().pollInterval(Duration.ofMillis(5)).until(() -> lineUp.main().attempts() == expected);
            delays.add(millisToCancel(i, connection::reset));
        }

        assertThat(median(delays))
                .as("milliseconds to the cancel, of %s", delays)
                .isLessThanOrEqualTo(100);
        cancelsAreRecorded();
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_goes_while_a_retry_is_waited_for_is_not_retried_for(Mode mode) {
        lineUp.main().always(Refusals.rateLimited("1"));
        RawConnection connection = lineUp.gateway().client().raw();

        connection.sendChat(lineUp.gateway().client(), lineUp.call(mode).body());
        await().pollInterval(Duration.ofMillis(5)).until(() -> lineUp.main().attempts() == 1);
        connection.reset();

        await().atMost(Duration.ofSeconds(3)).until(() -> cancelledInMetrics() == 1);
        await().during(Duration.ofMillis(1300))
                .atMost(Duration.ofSeconds(3))
                .until(() -> lineUp.main().attempts() == 1);
    }

    @Test
    void a_client_that_resets_in_mid_stream_is_no_error_of_ours() {
        int before = lineUp.gateway().log().length();
        lineUp.main().always(Answers.endlessly());

        for (int i = 1; i <= TIMES; i++) {
            RawConnection connection = lineUp.gateway().client().raw();
            connection.sendChat(
                    lineUp.gateway().client(), lineUp.call(Mode.STREAM).body());
            connection.readUntil("on and on");
            int expected = i;
            millisToCancel(expected, connection::reset);
        }

        cancelsAreRecorded();
        assertThat(lineUp.gateway().log().substring(before)).doesNotContain(" ERROR ", "reset by peer", "Broken pipe");
    }

    @Test
    void a_provider_that_resets_is_told_by_the_record_and_not_by_the_log() {
        int before = lineUp.gateway().log().length();
        lineUp.main().always(Breakages.resetAfter("the sally"));
        lineUp.spare().always(Answers.text("the sally port"));

        assertThat(lineUp.ask(Mode.STREAM).decision().attemptOutcomes()).startsWith("cut");

        assertThat(lineUp.gateway().log().substring(before)).doesNotContain(" ERROR ", "reset by peer");
    }

    private long millisToCancel(int number, Runnable goAway) {
        long before = System.nanoTime();
        goAway.run();
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> lineUp.main().cancels() == number);
        return Duration.ofNanos(lineUp.main().lastCancelAt() - before).toMillis();
    }

    private void cancelsAreRecorded() {
        await().atMost(Duration.ofSeconds(3)).until(() -> cancelledInMetrics() == TIMES);
        assertThat(lineUp.gateway().decisions(lineUp.name())).hasSize(TIMES).allSatisfy(decision -> {
            assertThat(decision.outcome()).isEqualTo("cancelled");
            assertThat(decision.attemptOutcomes()).containsExactly("cancelled");
        });
        assertThat(lineUp.main().open()).isZero();
    }

    private double cancelledInMetrics() {
        return lineUp.gateway().metrics().sum("sallyport_cancelled_total", "route", lineUp.name());
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

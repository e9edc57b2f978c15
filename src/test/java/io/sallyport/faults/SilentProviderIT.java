package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider takes the request and lets the caller wait. */
@ExtendWith(SharedGateway.class)
class SilentProviderIT {
    private static final String OTHER = "an answer from elsewhere";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "silent", 24);
    }

    private final LineUp lineUp = lineUps.take();

    static Stream<Arguments> silences() {
        return Stream.of(
                        Arguments.of("accepts and never answers", Breakages.silence()),
                        Arguments.of("headers at once, then nothing", Breakages.headersThenSilence()),
                        Arguments.of("headers and role at once, then nothing", Breakages.roleThenSilence()),
                        Arguments.of(
                                "headers at once, first token very late",
                                Breakages.lateFirstToken(Duration.ofSeconds(20), "too late")))
                .flatMap(row -> Stream.of(Mode.values()).map(mode -> Arguments.of(row.get()[0], row.get()[1], mode)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @AtOnce
    @MethodSource("silences")
    void a_silent_candidate_is_not_retried_but_the_next_one_is_used(String fault, Behaviour silence, Mode mode) {
        lineUp.main().always(silence);
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode)
                .isAnswered(OTHER, lineUp.spare())
                .withUsage()
                .afterAttempts(timeout(mode), "ok")
                .limitFired(limit(mode), lineUp.main())
                .tookBetween(450, 2000);

        assertThat(lineUp.main().attempts()).as("attempts with %s", fault).isEqualTo(1);
        awaitCancelOfTheSilentOne();
    }

    @ParameterizedTest(name = "{0}, {2}")
    @AtOnce
    @MethodSource("silences")
    void a_limit_that_fires_names_itself_when_there_is_nowhere_to_go(String fault, Behaviour silence, Mode mode) {
        lineUp.main().always(silence);

        Asked asked =
                lineUp.asked(lineUp.name() + "-alone", lineUp.callAlone(mode).header("X-Request-Timeout", "0.8"));

        asked.isRefused(504, "provider_timeout")
                .saying("(?i)first.?token|attempt|total|X-Request-Timeout")
                .tookBetween(450, 2000);
        assertThat(lineUp.main().attempts()).as("attempts with %s", fault).isEqualTo(1);
        awaitCancelOfTheSilentOne();
    }

    @ParameterizedTest
    @AtOnce
    @EnumSource
    void the_requests_own_deadline_bounds_all_attempts_together(Mode mode) {
        lineUp.main().always(Breakages.silence());
        lineUp.spare().always(Breakages.silence());

        Asked asked = lineUp.asked(lineUp.name(), lineUp.call(mode).header("X-Request-Timeout", "0.75"));

        asked.isRefused(504, "provider_timeout").tookBetween(600, 1100);
        assertThat(asked.decision().attemptOutcomes()).last().isEqualTo("total_timeout");
        await().atMost(Duration.ofSeconds(2)).until(() -> lineUp.spare().cancels() == 1);
    }

    private void awaitCancelOfTheSilentOne() {
        await().atMost(Duration.ofSeconds(2)).until(() -> lineUp.main().cancels() == 1);
        assertThat(lineUp.main().open()).isZero();
    }

    private static String timeout(Mode mode) {
        return limit(mode) + "_timeout";
    }

    private static String limit(Mode mode) {
        return mode == Mode.STREAM ? "first_token" : "attempt";
    }
}

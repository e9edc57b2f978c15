package io.sallyport.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings take effect, however they are given, and slips in their names do not go unnoticed. */
class SettingsIT {
    private static final MisbehavingProvider PROVIDER = MisbehavingProvider.start();
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = embedded()
                .env("SALLYPORT_LIMITS_BODY", "300")
                .jvmOption("-Dsallyport.limits.depth=4")
                .env("SALLYPORT_LIMIT_DEPTH", "5")
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        PROVIDER.close();
    }

    private static GatewayLauncher embedded() {
        return GatewayProcess.embedded().catalog("""
                providers:
                  settings: { dialect: openai, baseUrl: "%s", models: { main: {} } }
                routes:
                  settings: { candidates: [ { model: settings/main } ], timeouts: { firstToken: 9s, idle: 50s, total: 60s } }
                """.formatted(PROVIDER.baseUrl("settings")));
    }

    @Test
    @AtOnce
    void a_limit_from_the_environment_holds() {
        Answer answer = gateway.client().chat("settings").user("x".repeat(300)).send();

        assertThat(answer.status()).as(answer::toString).isEqualTo(413);
        assertThat(answer.errorMessage()).contains("300 bytes");
    }

    @Test
    @AtOnce
    void a_limit_from_a_system_property_holds() {
        Answer answer = gateway.client()
                .chat("settings")
                .body("{\"model\":\"settings\",\"x\":[[[[[1]]]]]}")
                .send();

        assertThat(answer.errorCode()).as(answer::toString).isEqualTo("nesting_too_deep");
    }

    @Test
    @AtOnce
    void a_variable_that_is_no_setting_is_told_at_the_start() {
        assertThat(gateway.log())
                .contains(
                        "SALLYPORT_LIMIT_DEPTH is set, and there is no such setting: did you mean SALLYPORT_LIMITS_DEPTH?");
    }

    @Test
    @AtOnce
    void a_system_property_that_is_no_setting_refuses_the_start() {
        try (GatewayProcess refused =
                embedded().jvmOption("-Dsallyport.limits.bodies=5").launch()) {
            assertThat(refused.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(refused.log()).contains("sallyport.limits.bodies");
        }
    }

    @Test
    @AtOnce
    void the_times_of_the_end_are_those_of_the_environment() {
        PROVIDER.lane("settings/main").always(Breakages.stallAfter("one two"));
        try (GatewayProcess leaving = embedded()
                .env("SALLYPORT_SHUTDOWN_DELAY", "1s")
                .env("SALLYPORT_SHUTDOWN_STREAM_GRACE", "1s")
                .start()) {
            LiveAnswer stuck = leaving.client().chat("settings").stream().open().awaitText("one two");
            long before = System.nanoTime();
            leaving.signalTerminate();
            Answer ended = stuck.answer();

            assertThat(ended.errorCode()).as(ended::toString).isEqualTo("shutting_down");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(9));
        }
    }
}

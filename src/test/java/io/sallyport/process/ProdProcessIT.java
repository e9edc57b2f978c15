package io.sallyport.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.Ports;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Profile {@code prod}: what it refuses, what it starts without, how it leaves. */
class ProdProcessIT {
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(30);
    private static final String SAID = "one two three four five six seven eight nine ten";
    private static final String PRINCIPALS = """
            principals:
              - { client: caller, tenant: default, may: [ "route:*" ] }
            """;

    private static RealServices services;
    private static MisbehavingProvider provider;

    @BeforeAll
    static void start() {
        services = RealServices.start();
        provider = MisbehavingProvider.start();
    }

    @AfterAll
    static void stop() {
        provider.close();
        services.close();
    }

    private static GatewayLauncher prod() {
        GatewayLauncher launcher = GatewayProcess.prod()
                .catalog("""
                        providers:
                          prod: { dialect: openai, baseUrl: "%s", models: { quick: {}, steady: {}, stuck: {} } }
                        routes:
                          quick: { candidates: [ { model: prod/quick } ] }
                          steady: { candidates: [ { model: prod/steady } ] }
                          stuck: { candidates: [ { model: prod/stuck } ], timeouts: { firstToken: 9s, idle: 50s, total: 60s } }
                        """.formatted(provider.baseUrl("prod")))
                .catalogFile("principals.yaml", PRINCIPALS)
                .apiKey(services.issuer().token("caller"))
                .env("SALLYPORT_SHUTDOWN_STREAM_GRACE", "3s");
        services.environment().forEach(launcher::env);
        return launcher;
    }

    @Test
    @AtOnce
    void everything_missing_and_unsafe_is_named_at_once() {
        GatewayLauncher bare = GatewayProcess.prod()
                .env("SALLYPORT_EMBEDDED_API_KEY", "sp_for-tests-only-0123456789-abcdefghij")
                .env("QUARKUS_OIDC_AUTH_SERVER_URL", "http://login.example/realms/agents");

        assertThat(refusal(bare))
                .contains(
                        "QUARKUS_DATASOURCE_REACTIVE_URL is not set",
                        "QUARKUS_DATASOURCE_USERNAME is not set",
                        "QUARKUS_REDIS_HOSTS is not set",
                        "QUARKUS_OIDC_AUTH_SERVER_URL leads to login.example by plain HTTP",
                        "SALLYPORT_EMBEDDED_API_KEY is set")
                .doesNotContain("Exception");
    }

    @Test
    @AtOnce
    void a_database_that_does_not_let_it_in_is_one_sentence() {
        assertThat(refusal(prod().env("QUARKUS_DATASOURCE_PASSWORD", "not-the-password")))
                .contains("does not let us in", "check QUARKUS_DATASOURCE_REACTIVE_URL")
                .doesNotContain("Exception", "not-the-password");
    }

    @Test
    @AtOnce
    void more_replicas_than_the_database_has_room_for_are_refused() {
        assertThat(refusal(prod().env("SALLYPORT_RUNS_REPLICAS", "6")))
                .contains("6 replicas with 20 connections each need 120", "max_connections")
                .doesNotContain("Exception");
    }

    @Test
    @AtOnce
    void an_agent_that_acts_for_users_needs_a_key_to_keep_their_tokens_with() {
        GatewayLauncher keyless = prod().catalogFile("tools/send_mail.yaml", """
                        name: send_mail
                        description: Sends mail.
                        effect: irreversible
                        idempotency: keyed
                        http: { method: POST, url: "https://mail.example/send", auth: user, audience: mail }
                        input: { type: object }
                        """)
                .catalogFile("agents/mailer.yaml", """
                        name: mailer
                        client: mailer
                        clientSecret: hush
                        route: quick
                        prompt: mailer/main
                        tools: [ { name: send_mail } ]
                        """)
                .promptFile("mailer/main.v1.prompt", "{{role \"system\"}}\nYou send mail.\n")
                .promptFile("mailer/releases.yaml", "main: { stable: 1 }\n");

        assertThat(refusal(keyless)).contains("send_mail", "SALLYPORT_IDENTITY_USER_TOKEN_KEY", "openssl rand");
        assertThat(refusal(keyless.env("SALLYPORT_IDENTITY_USER_TOKEN_KEY", "c2hvcnQ=")))
                .contains("SALLYPORT_IDENTITY_USER_TOKEN_KEY is no key")
                .doesNotContain("Exception", "c2hvcnQ");
    }

    @Test
    @AtOnce
    void without_redis_it_starts_degraded() {
        provider.lane("prod/quick").always(Answers.text(SAID));
        try (GatewayProcess gateway = prod().env("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:" + Ports.free())
                .start()) {
            assertThat(gateway.client().chat("quick").send().text()).isEqualTo(SAID);
            assertThat(gateway.client().get("/q/health/ready").body()).contains("degraded");
        }
    }

    @Test
    @AtOnce
    void told_to_end_it_lets_streams_finish_and_ends_those_that_do_not_by_an_explicit_error() {
        provider.lane("prod/steady").always(Answers.slowly(SAID, Duration.ofMillis(150)));
        provider.lane("prod/stuck").always(Breakages.stallAfter("one two"));
        try (GatewayProcess gateway = prod().start()) {
            LiveAnswer steady = gateway.client().chat("steady").stream().open().awaitText("one");
            LiveAnswer stuck = gateway.client().chat("stuck").stream().open().awaitText("one two");

            gateway.signalTerminate();

            Answer finished = steady.answer();
            assertThat(finished.isComplete()).as(finished::toString).isTrue();
            assertThat(finished.text()).isEqualTo(SAID);
            Answer ended = stuck.answer();
            assertThat(ended.errorCode()).as(ended::toString).isEqualTo("shutting_down");
            assertThat(gateway.awaitExit(Duration.ofSeconds(20))).isIn(0, 143);
        }
    }

    private static String refusal(GatewayLauncher launcher) {
        try (GatewayProcess refused = launcher.launch()) {
            assertThat(refused.awaitExit(REFUSED_WITHIN)).as(refused::log).isEqualTo(1);
            return refused.log();
        }
    }
}

package io.sallyport.config.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadinessTest {
    /** Everything far away, and as it should be. */
    private static final Map<String, String> GOOD = Map.of(
            "QUARKUS_PROFILE", "prod",
            "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db.example:5432/sallyport?sslmode=verify-full",
            "QUARKUS_DATASOURCE_USERNAME", "gateway",
            "QUARKUS_DATASOURCE_PASSWORD", "w7Kq-long-and-random",
            "QUARKUS_REDIS_HOSTS", "rediss://:b3Zt-long-and-random@cache_1.example:6379/0",
            "SALLYPORT_IDENTITY_USER_TOKEN_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "QUARKUS_OIDC_AUTH_SERVER_URL", "https://login.example/realms/agents");

    /** Everything on this machine, and with as little as is allowed there. */
    private static final Map<String, String> LOOPBACK = Map.of(
            "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:5432/sallyport",
            "QUARKUS_DATASOURCE_USERNAME", "gateway",
            "QUARKUS_REDIS_HOSTS", "redis://localhost:6379,redis://[::1]:6380",
            "QUARKUS_OIDC_AUTH_SERVER_URL", "http://127.1.2.3:8180/realms/agents",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317");

    static Stream<Arguments> unsafe() {
        return Stream.of(
                arguments("QUARKUS_DATASOURCE_REACTIVE_URL", "", "QUARKUS_DATASOURCE_REACTIVE_URL is not set"),
                arguments("QUARKUS_DATASOURCE_REACTIVE_URL", "db.example", "is no address of one PostgreSQL database"),
                arguments(
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "mysql://db.example/x?sslmode=require",
                        "is no address of one"),
                arguments("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db.example/x", "db.example without TLS"),
                arguments("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db.example/x?sslmode=prefer", "without TLS"),
                arguments("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1.example/x", "without TLS"),
                arguments(
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "postgresql://me:hunter2@db.example/x?sslmode=require",
                        "QUARKUS_DATASOURCE_REACTIVE_URL holds a user or a password"),
                arguments(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://db.example/x",
                        "QUARKUS_DATASOURCE_JDBC_URL leads to"),
                arguments("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:h2:mem:x", "QUARKUS_DATASOURCE_JDBC_URL is no address"),
                arguments("QUARKUS_DATASOURCE_USERNAME", " ", "QUARKUS_DATASOURCE_USERNAME is not set"),
                arguments(
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "",
                        "no password towards db.example: set QUARKUS_DATASOURCE_PASSWORD"),
                arguments("QUARKUS_DATASOURCE_PASSWORD", "Change-Me", "a password that everybody tries first"),
                arguments("QUARKUS_REDIS_HOSTS", "", "QUARKUS_REDIS_HOSTS is not set"),
                arguments("QUARKUS_REDIS_HOSTS", "redis://:b3Zt@cache.example", "cache.example without TLS"),
                arguments("QUARKUS_REDIS_HOSTS", "rediss://cache.example", "no password towards cache.example"),
                arguments(
                        "QUARKUS_REDIS_HOSTS", "rediss://:redis@cache.example", "QUARKUS_REDIS_HOSTS holds a password"),
                arguments("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1,cache:6379", "is no address of Redis"),
                arguments("QUARKUS_OIDC_AUTH_SERVER_URL", "", "QUARKUS_OIDC_AUTH_SERVER_URL is not set"),
                arguments("QUARKUS_OIDC_AUTH_SERVER_URL", "http://login.example", "login.example by plain HTTP"),
                arguments(
                        "QUARKUS_OIDC_AUTH_SERVER_URL", "login.example", "QUARKUS_OIDC_AUTH_SERVER_URL is no address"),
                arguments(
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://traces.example:4317",
                        "traces.example by plain HTTP"),
                arguments("SALLYPORT_EMBEDDED_API_KEY", "sp_x", "SALLYPORT_EMBEDDED_API_KEY is set"),
                arguments("SALLYPORT_EMBEDDED_ISSUER_URL", "http://x", "SALLYPORT_EMBEDDED_ISSUER_URL is set"),
                arguments("QUARKUS_PROFILE", "prod,embedded", "QUARKUS_PROFILE asks for prod and for embedded"),
                arguments(
                        "SALLYPORT_RUNS_CRASH_POINTS",
                        "127.0.0.1:9500",
                        "SALLYPORT_RUNS_CRASH_POINTS is set, and belongs"),
                arguments("QUARKUS_TLS_TRUST_ALL", "true", "QUARKUS_TLS_TRUST_ALL is true"),
                arguments("QUARKUS_OIDC_TLS_VERIFICATION", "NONE", "QUARKUS_OIDC_TLS_VERIFICATION is none"));
    }

    @Test
    void a_deployment_as_it_should_be_starts() {
        assertThat(Readiness.findings(new Settings(GOOD))).isEmpty();
    }

    @Test
    void towards_this_machine_neither_tls_nor_passwords_are_needed() {
        assertThat(Readiness.findings(new Settings(LOOPBACK))).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("unsafe")
    void one_bad_setting_is_one_finding_that_names_it(String variable, String value, String expected) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(variable, value);

        assertThat(Readiness.findings(new Settings(settings)))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "secret, is no key",
        "c2hvcnQ=, is no key",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, is not random"
    })
    void a_key_for_users_tokens_is_one(String key, String expected) {
        one_bad_setting_is_one_finding_that_names_it(
                "SALLYPORT_IDENTITY_USER_TOKEN_KEY", key, "SALLYPORT_IDENTITY_USER_TOKEN_KEY " + expected);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:9500, 0", "localhost:9500, 0", "10.0.0.7:9500, 1", "crash.example:9500, 1"})
    void a_test_of_crashes_is_asked_from_this_machine_alone(String listener, int findings) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("QUARKUS_PROFILE", "prod,crash");
        settings.put("SALLYPORT_RUNS_CRASH_POINTS", listener);

        assertThat(Readiness.findings(new Settings(settings))).hasSize(findings);
    }

    @Test
    void everything_is_found_at_once() {
        assertThat(Readiness.findings(new Settings(Map.of("SALLYPORT_EMBEDDED_API_KEY", "sp_x"))))
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).startsWith("QUARKUS_DATASOURCE_REACTIVE_URL is not set"),
                        second -> assertThat(second).startsWith("QUARKUS_DATASOURCE_USERNAME is not set"),
                        third -> assertThat(third).startsWith("QUARKUS_REDIS_HOSTS is not set"),
                        fourth -> assertThat(fourth).startsWith("QUARKUS_OIDC_AUTH_SERVER_URL is not set"),
                        fifth -> assertThat(fifth).startsWith("SALLYPORT_EMBEDDED_API_KEY is set"));
    }

    @Test
    void no_finding_shows_a_secret() {
        List<String> findings = Readiness.findings(new Settings(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://me:hunter2@db.example/x",
                "QUARKUS_REDIS_HOSTS", "redis://:hunter2@cache.example,redis//:hunter2@oops",
                "SALLYPORT_EMBEDDED_API_KEY", "hunter2",
                "QUARKUS_OIDC_AUTH_SERVER_URL", "http://me:hunter2@login.example")));

        assertThat(findings).hasSizeGreaterThan(5).noneMatch(finding -> finding.contains("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db:5433/x?sslmode=verify-ca, jdbc:postgresql://db:5433/x?sslmode=verify-ca",
        "vertx-reactive:postgresql://db/x, jdbc:postgresql://db/x",
        "postgres://[::1]:5432/x?search_path=y, jdbc:postgresql://[::1]:5432/x"
    })
    void migrations_use_the_same_database_and_tls_mode(String reactive, String jdbc) {
        assertThat(JdbcUrl.of(new Settings(Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", reactive))))
                .contains(jdbc);
    }

    @Test
    void an_address_for_migrations_that_is_set_is_used() {
        String set = "jdbc:postgresql://other:5432/x?sslmode=require";
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", set);

        assertThat(JdbcUrl.of(new Settings(settings))).contains(set);
    }
}

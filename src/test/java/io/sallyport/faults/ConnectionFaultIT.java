package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Asked;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.Mode;
import io.sallyport.testing.Ports;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.DeafPort;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.UntrustedTls;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider cannot even be reached. */
@ExtendWith(SharedGateway.class)
class ConnectionFaultIT {
    private static final String OTHER = "an answer from elsewhere";

    /** Handshakes take time on a busy machine; nothing here waits for an answer. */
    private static final String LIMITS = """
            timeouts: { connect: 1200ms, firstToken: 4s, idle: 4s, attempt: 4s, total: 9s }, \
            retry: { attempts: 2, baseDelay: 20ms, maxDelay: 100ms, maxRetryAfter: 1s }""";

    private static final DeafPort DEAF = DeafPort.open();
    private static final UntrustedTls TLS = UntrustedTls.start();

    private static GatewayProcess gateway;
    private static MisbehavingProvider provider;

    @BeforeAll
    static void declare(GatewayProcess shared, MisbehavingProvider misbehaving) {
        gateway = shared;
        provider = misbehaving;
        StringBuilder providers = new StringBuilder("providers:\n");
        StringBuilder routes = new StringBuilder("routes:\n");
        addresses().forEach(row -> {
            String name = (String) row.get()[0];
            providers.append(
                    "  %s: { dialect: openai, baseUrl: \"%s\", models: { main: {} } }\n".formatted(name, row.get()[1]));
            providers.append("  %s-spare: { dialect: openai, baseUrl: \"%s\", models: { spare: {} } }\n"
                    .formatted(name, provider.baseUrl(name + "-spare")));
            for (Mode mode : Mode.values()) {
                routes.append(
                        ("  %1$s-%2$s: { candidates: [ { model: %1$s/main } ], fallbacks: [ %1$s-spare/spare ], %3$s }\n")
                                .formatted(name, mode.word(), LIMITS));
                routes.append("  %1$s-%2$s-alone: { candidates: [ { model: %1$s/main } ], %3$s }\n"
                        .formatted(name, mode.word(), LIMITS));
            }
        });
        gateway.writeCatalog(providers.append(routes).toString());
    }

    @AfterAll
    static void close() {
        DEAF.close();
        TLS.close();
    }

    /** Name, address, how each attempt ends, how many attempts there are. */
    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("refused", "http://127.0.0.1:" + Ports.free() + "/v1", "connect_failed", 2),
                Arguments.of("deaf", DEAF.baseUrl(), "connect_timeout", 1),
                Arguments.of("unresolvable", "http://no-such-host.invalid/v1", "dns_failed", 1),
                Arguments.of("untrusted", TLS.baseUrl(), "tls_failed", 1),
                Arguments.of("not-tls", provider.baseUrl("x").replace("http:", "https:"), "tls_failed", 1));
    }

    static Stream<Arguments> addressesInEachMode() {
        return addresses()
                .flatMap(row -> Stream.of(Mode.values())
                        .map(mode -> Arguments.of(row.get()[0], row.get()[2], row.get()[3], mode)));
    }

    @ParameterizedTest(name = "{0}, {3}")
    @MethodSource("addressesInEachMode")
    void a_provider_that_cannot_be_reached_fails_over(String name, String outcome, int attempts, Mode mode) {
        LineUp lineUp = lineUp(name, mode);
        lineUp.spare().always(Answers.text(OTHER));

        Asked asked = lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).tookBetween(0, 2500);

        assertThat(asked.decision().attemptOutcomes())
                .as(asked::story)
                .hasSize(attempts + 1)
                .startsWith(outcome)
                .endsWith("ok");
        if (outcome.equals("connect_timeout")) {
            asked.limitFired("connect", lineUp.main());
        }
    }

    @ParameterizedTest(name = "{0}, {3}")
    @MethodSource("addressesInEachMode")
    void a_provider_that_cannot_be_reached_with_nowhere_to_go_is_an_error(
            String name, String outcome, int attempts, Mode mode) {
        Asked asked = lineUp(name, mode).askAlone(mode);

        assertThat(asked.answer().status()).as(asked::story).isIn(502, 503, 504);
        assertThat(asked.answer().errorCode()).as(asked::story).startsWith("provider_");
        assertThat(asked.decision().attemptOutcomes())
                .as(asked::story)
                .hasSize(attempts)
                .containsOnly(outcome);
    }

    private static LineUp lineUp(String name, Mode mode) {
        return new LineUp(
                gateway,
                name + "-" + mode.word(),
                provider.lane(name + "/main"),
                provider.lane(name + "-spare/spare"),
                provider.lane(name + "-spare/none"));
    }
}

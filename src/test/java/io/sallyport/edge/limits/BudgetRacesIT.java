package io.sallyport.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.RealServices;
import io.sallyport.testing.Replicas;
import io.sallyport.testing.TestingPostgres;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two hundred callers at once, half of them streaming, on three replicas, where there is money for one hundred. An answer has 9 tokens and each
 * caller allows 9, so that what is reserved is what is spent, and exactly one hundred can be afforded.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BudgetRacesIT {
    private static final int CALLERS = 200;
    private static final int AFFORDABLE = 100;
    private static final int TOKENS = 9;
    private static final List<String> ROUTES = List.of("calm", "flushed", "frozen", "killed");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PRINCIPALS = """
            principals:
              - { client: caller, tenant: default, may: [ "route:*", "admin" ] }
            """;

    private static RealServices services;
    private static TestingPostgres database;
    private static MisbehavingProvider provider;
    private static Replicas replicas;

    @BeforeAll
    static void start() {
        services = RealServices.start();
        provider = MisbehavingProvider.start();
        replicas = Replicas.start(services, 3, BudgetRacesIT::replica);
        database = TestingPostgres.of(services);
        ROUTES.forEach(
                route -> provider.lane("p/" + route).always(Answers.slowly("one two three", Duration.ofMillis(30))));
    }

    @AfterAll
    static void stop() {
        replicas.close();
        database.close();
        provider.close();
        services.close();
    }

    private static GatewayLauncher replica(GatewayLauncher prod) {
        StringBuilder models = new StringBuilder();
        StringBuilder routes = new StringBuilder();
        for (String route : ROUTES) {
            models.append("      %s: { maxOutputTokens: 9 }\n".formatted(route));
            routes.append(
                    "  %s: { candidates: [ { model: p/%s } ], limits: { requestsPerSecond: 100000, outputTokensPerMonth: %d } }\n"
                            .formatted(route, route, AFFORDABLE * TOKENS));
        }
        return prod.catalog("providers:\n  p:\n    dialect: openai\n    baseUrl: \"%s\"\n    models:\n%sroutes:\n%s"
                        .formatted(provider.baseUrl("p"), models, routes))
                .catalogFile("principals.yaml", PRINCIPALS)
                .apiKey(services.issuer().token("caller"));
    }

    @Test
    @Order(1)
    void in_calm_exactly_the_affordable_ones_pass() {
        exactlyTheAffordablePass("calm", () -> {});
    }

    @Test
    @Order(2)
    void with_redis_flushed_in_the_middle() {
        exactlyTheAffordablePass("flushed", () -> redis("FLUSHALL"));
    }

    @Test
    @Order(3)
    void with_redis_frozen_in_the_middle() {
        exactlyTheAffordablePass("frozen", () -> {
            signal("-STOP");
            await().pollDelay(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> true);
            signal("-CONT");
        });
    }

    @Test
    @Order(4)
    void with_redis_killed_in_the_middle() {
        exactlyTheAffordablePass("killed", () -> signal("-KILL"));
    }

    private void exactlyTheAffordablePass(String route, Runnable inTheMiddle) {
        int before = provider.lane("p/" + route).attempts();
        List<Answer> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                GatewayProcess replica = replicas.get(i % replicas.size());
                boolean stream = i % 2 == 0;
                all.add(callers.submit(() -> finalAnswer(replica, route, stream)));
            }
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> provider.lane("p/" + route).attempts() > before + AFFORDABLE / 4);
            inTheMiddle.run();
            for (Future<Answer> one : all) {
                answers.add(one.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }

        assertThat(answers.stream().filter(Answer::isComplete))
                .as("whole answers")
                .hasSize(AFFORDABLE);
        assertThat(answers.stream().filter(answer -> answer.status() == 429))
                .as("refusals")
                .hasSize(CALLERS - AFFORDABLE)
                .allSatisfy(refused -> assertThat(refused.errorCode()).isEqualTo("budget_exhausted"));
        assertThat(provider.lane("p/" + route).attempts() - before).as("asked").isEqualTo(AFFORDABLE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.ask(
                                "SELECT settled || ' ' || reserved || ' ' || overrun FROM budget_account WHERE scope = 'route:"
                                        + route + "'"))
                        .containsExactly(AFFORDABLE * TOKENS + " 0 0"));
        assertThat(database.ask("SELECT sum(tokens_output) FROM usage_entry WHERE route = '" + route + "'"))
                .as("the ledger")
                .containsExactly(Integer.toString(AFFORDABLE * TOKENS));
    }

    /**
     * Comes back while the refusal says that others may not need what they hold, while a store is slow, and while a rate refuses: a Redis that has
     * lost its memory begins with empty buckets.
     */
    private static Answer finalAnswer(GatewayProcess replica, String route, boolean stream) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            var call = replica.client().chat(route).field("max_tokens", TOKENS);
                            return stream ? call.stream().send() : call.send();
                        },
                        answer -> answer.status() != 503
                                && !answer.body().contains("\"may_fit_later\":true")
                                && !answer.body().contains("\"rate_limit_exceeded\""));
    }

    private static void redis(String command) {
        var server = services.settings().redis();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String order = "AUTH " + server.password() + "\r\n" + command + "\r\nQUIT\r\n";
            socket.getOutputStream().write(order.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n+OK\r\n+OK\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name) {
        ProcessHandle server = services.servers("redis-server").getFirst();
        try {
            Process kill = new ProcessBuilder("kill", name, Long.toString(server.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

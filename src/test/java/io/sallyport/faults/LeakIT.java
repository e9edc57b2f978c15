package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.Asked;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.Lane;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After many requests of every kind nothing is left over. The profile {@code soak} makes it ten thousand. */
@ExtendWith(SharedGateway.class)
class LeakIT {
    private static final int REQUESTS = Integer.getInteger("sallyport.soak.requests", 500);
    private static final int CALLERS = 16;
    private static final int POOL = 64;
    private static final String TEXT = "the sally port has two doors";
    private static final Duration MOMENT = Duration.ofMillis(20);

    /** Limits so short that every fault costs next to nothing, and a breaker that comes and goes. */
    private static final String LIMITS = """
            timeouts: { connect: 50ms, firstToken: 60ms, idle: 60ms, attempt: 60ms, total: 2s }, \
            retry: { attempts: 2, baseDelay: 2ms, maxDelay: 5ms, maxRetryAfter: 1s }, \
            breaker: { window: 20, failureRatio: 0.7, openFor: 100ms }""";

    private static final List<Behaviour> ANYTHING = List.of(
            Answers.text(TEXT),
            Answers.slowly(TEXT, Duration.ofMillis(5)),
            Answers.withoutDone(TEXT),
            Answers.thenClosing(TEXT),
            Answers.thenDroppingTheNext(TEXT),
            Answers.trickling(TEXT),
            Refusals.status(500),
            Refusals.status(401),
            Refusals.rateLimited("0"),
            Refusals.status(400, Refusals.CONTENT_FILTER),
            Breakages.reset(),
            Breakages.silence(),
            Breakages.roleThenSilence(),
            Breakages.cutAfter("the sally"),
            Breakages.resetAfter("the sally"),
            Breakages.stallAfter("the sally"),
            Breakages.halfEventAfter("the sally"),
            Breakages.malformedChunkWithin(TEXT),
            Breakages.invalidUtf8Within(TEXT),
            Breakages.webPage(),
            Breakages.notHttp());

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "leak", 2, LIMITS);
    }

    private final LineUp lineUp = lineUps.take();

    @Test
    void nothing_is_left_over_after_many_mixed_requests(GatewayProcess gateway, MisbehavingProvider provider)
            throws Exception {
        lineUp.main().always(anything());
        lineUp.spare().always(Answers.text(TEXT));
        askManyTimes(REQUESTS / 5); // what is warm is not a leak
        Footprint before = Footprint.of(gateway);

        askManyTimes(REQUESTS);

        List.of(lineUp.main(), lineUp.spare()).forEach(LeakIT::nothingIsOpen);
        assertThat(provider.openConnections(lineUp.name()))
                .as("open upstream connections")
                .isLessThanOrEqualTo(POOL);
        noRequestIsActive(gateway);
        theBreakerCloses();
        Footprint.of(gateway).isNoLargerThan(before);
        assertThat(gateway.log()).doesNotContain("LEAK:");
    }

    private void askManyTimes(int requests) throws Exception {
        List<Callable<Optional<Answer>>> calls = IntStream.range(0, requests)
                .<Callable<Optional<Answer>>>mapToObj(seed -> () -> askSomehow(new Random(seed)))
                .toList();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Optional<Answer>> call : callers.invokeAll(calls)) {
                call.get().ifPresent(LeakIT::isWholeOrSaysWhyNot);
            }
        }
    }

    /** One caller in eight goes away early, and gets no answer. */
    private Optional<Answer> askSomehow(Random random) {
        LiveAnswer live =
                lineUp.call(random.nextBoolean() ? Mode.STREAM : Mode.PLAIN).open();
        if (random.nextInt(8) == 0) {
            live.disconnect();
            return Optional.empty();
        }
        return Optional.of(live.answer());
    }

    private static void isWholeOrSaysWhyNot(Answer answer) {
        assertThat(answer.isComplete() || !answer.errorCode().isEmpty())
                .as(() -> "whole, or an error: " + answer)
                .isTrue();
    }

    /** What the next request meets, repeatable. */
    private static Behaviour anything() {
        Random random = new Random(42);
        return exchange -> {
            Behaviour next;
            synchronized (random) {
                next = ANYTHING.get(random.nextInt(ANYTHING.size()));
            }
            next.serve(exchange);
        };
    }

    private static void nothingIsOpen(Lane lane) {
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(MOMENT)
                .untilAsserted(() -> assertThat(lane.open())
                        .as("requests under way at " + lane.ref())
                        .isZero());
    }

    private static void noRequestIsActive(GatewayProcess gateway) {
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(gateway.metrics().named("sallyport_requests_active")).isNotEmpty();
            assertThat(gateway.metrics().sum("sallyport_requests_active")).isZero();
        });
    }

    /** Had the outages used up its slots, no probe could ever pass. */
    private void theBreakerCloses() {
        lineUp.main().always(Answers.text(TEXT));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lineUp.ask(Mode.STREAM)
                        .decision()
                        .attemptedModels()
                        .contains(lineUp.main().ref()));
        for (int i = 0; i < 10; i++) {
            Asked asked = lineUp.ask(Mode.STREAM);
            assertThat(asked.answer().text()).as(asked::story).isEqualTo(TEXT);
            assertThat(asked.decision().candidate()).isEqualTo(lineUp.main().ref());
        }
    }
}

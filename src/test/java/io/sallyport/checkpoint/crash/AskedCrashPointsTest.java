package io.sallyport.checkpoint.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.CrashPoints.Side;
import io.sallyport.core.StartRefused;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedCrashPointsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, NetSocket> asking = new ConcurrentHashMap<>();
    private NetServer server;
    private CrashPoints points;

    @BeforeEach
    void listen() {
        server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(line -> {
                    questions.add(line.toString());
                    asking.put(line.toString().strip().split(" ")[2], socket);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        points = CrashPointsSource.chosen(vertx, Optional.of("127.0.0.1:" + server.actualPort()));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<Void> reach(String run) {
        CompletableFuture<Void> passed =
                points.reached(Side.BEFORE, CrashPoint.C5_INTENT, run).subscribeAsCompletionStage();
        await().atMost(SOON).until(() -> asking.containsKey(run));
        return passed;
    }

    @Test
    void a_run_goes_on_when_it_is_told_and_others_do_not_wait_for_it() {
        CompletableFuture<Void> first = reach("run_1");
        CompletableFuture<Void> second = reach("run_2");
        assertThat(questions).containsExactly("BEFORE C5_INTENT run_1\n", "BEFORE C5_INTENT run_2\n");

        asking.get("run_2").write("go\n");

        assertThat(second).succeedsWithin(SOON);
        assertThat(first).isNotDone();
        asking.get("run_1")
                .write("not yet\n")
                .compose(sent -> asking.get("run_1").write("go\n"));
        assertThat(first).succeedsWithin(SOON);
    }

    @Test
    void where_nobody_listens_any_more_nothing_waits() {
        CompletableFuture<Void> held = reach("run_1");

        asking.get("run_1").close();
        assertThat(held).succeedsWithin(SOON);

        server.close().toCompletionStage().toCompletableFuture().join();
        assertThat(points.reached(Side.AFTER, CrashPoint.C7_END, "run_1").subscribeAsCompletionStage())
                .succeedsWithin(SOON);
    }

    @Test
    void without_the_setting_nobody_is_told() {
        assertThat(CrashPointsSource.chosen(vertx, Optional.empty())).isSameAs(CrashPoints.NONE);
        assertThat(CrashPoints.NONE
                        .reached(Side.AFTER, CrashPoint.C0_ACCEPT, "run_1")
                        .subscribeAsCompletionStage())
                .isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:9500", "elsewhere:9500", "127.0.0.1", "localhost:port", ""})
    void whoever_answers_is_on_this_machine(String elsewhere) {
        assertThatThrownBy(() -> CrashPointsSource.chosen(vertx, Optional.of(elsewhere)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("SALLYPORT_RUNS_CRASH_POINTS");
    }
}

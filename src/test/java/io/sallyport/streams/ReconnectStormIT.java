package io.sallyport.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.GatewayProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients of few runs, all cut again and again, each coming back to the other replica. */
@Timeout(60)
@ExtendWith(StreamStage.Shared.class)
class ReconnectStormIT {
    private static final int RUNS = 5;
    private static final int MOST_BYTES = 2_000;

    private final StreamStage stage;

    ReconnectStormIT(StreamStage stage) {
        this.stage = stage;
    }

    @Test
    void a_hundred_clients_have_the_unbroken_stream() throws InterruptedException, ExecutionException {
        storm(100);
    }

    @Test
    @Tag("slow")
    @Timeout(300)
    void a_thousand_clients_have_the_unbroken_stream() throws InterruptedException, ExecutionException {
        storm(1_000);
    }

    private void storm(int clients) throws InterruptedException, ExecutionException {
        List<String> replicas =
                stage.both().stream().map(GatewayProcess::baseUrl).toList();
        String token = stage.token("web-chat");
        List<String> runs = IntStream.range(0, RUNS)
                .mapToObj(i -> stage.start(stage.both().get(i % 2), StreamStage.STEPS))
                .toList();
        List<Follower> followers = IntStream.range(0, clients)
                .mapToObj(i -> new Follower(replicas, token, runs.get(i % RUNS)))
                .toList();
        List<Future<String>> streams = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                Follower follower = followers.get(i);
                Random chance = new Random(i);
                streams.add(crowd.submit(() -> follower.follow(chance, MOST_BYTES)));
            }
        }
        List<String> unbroken = runs.stream()
                .map(run -> new Follower(replicas, token, run).follow(new Random(0), 0))
                .toList();
        for (int i = 0; i < clients; i++) {
            assertThat(streams.get(i).get()).as("client " + i).isEqualTo(unbroken.get(i % RUNS));
        }
        assertThat(unbroken).allSatisfy(stream -> assertThat(stream).contains("\nevent: run.completed\n"));
        int cuts = followers.stream().mapToInt(Follower::cuts).sum();
        int refusals = followers.stream().mapToInt(Follower::refusals).sum();
        System.out.printf("%d clients: %d cuts, %d times told to come back later%n", clients, cuts, refusals);
        assertThat(cuts).isGreaterThan(clients * 5);
    }
}

package io.sallyport.bench.runs;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Many watchers of one run, half of them on each of two replicas: how long until the last of them has what was committed. */
final class WatcherBench {
    private static final int[] WATCHERS = {1, 100, 1_000};
    private static final int MOST = 1_000;
    private static final long PATIENCE_SECONDS = 60;

    private final Stage stage;
    private final List<GatewayProcess> replicas;
    private final HttpClient client;

    private WatcherBench(Stage stage, List<GatewayProcess> replicas) {
        this.stage = stage;
        this.replicas = replicas;
        this.client = stage.postgres()
                .vertx()
                .createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST).setKeepAlive(false));
    }

    static void measure(Stage stage, Plan plan, Figures figures) throws Exception {
        try (GatewayProcess one = stage.launch("watched-1");
                GatewayProcess other = stage.launch("watched-2")) {
            one.awaitReady();
            other.awaitReady();
            WatcherBench bench = new WatcherBench(stage, List.of(one, other));
            bench.watch(100);
            for (int round = 0; round < Math.min(2, plan.rounds()); round++) {
                for (int watchers : WATCHERS) {
                    bench.round(watchers, figures);
                }
            }
            var _ = bench.client.close();
        }
        stage.empty();
    }

    private void round(int watchers, Figures figures) throws Exception {
        double before = cpu();
        Seen seen = watch(watchers);
        double cpu = cpu() - before;
        String who = "watchers: " + (watchers == 1 ? "one" : Integer.toString(watchers));
        figures.add(who + ", commit to the last one's frame p50 ms", seen.delays.millis(50));
        figures.add(who + ", commit to the last one's frame p99 ms", seen.delays.millis(99));
        figures.add(who + ", frames per CPU-second of both replicas", seen.frames / cpu);
        figures.add(who + ", events missed or out of order", "0", seen.missed);
    }

    private double cpu() {
        return replicas.stream()
                .mapToDouble(replica -> Processes.cpu(replica.pid()))
                .sum();
    }

    /** @param delays of each event that was committed after everybody was there: from its own time to the last watcher's frame */
    private record Seen(Times delays, long frames, long missed) {}

    private Seen watch(int watchers) throws Exception {
        String token = stage.token();
        String run = Stage.begin(stage.client(replicas.getFirst()), BenchCatalogue.WATCHED);
        List<Watcher> all = IntStream.range(0, watchers)
                .mapToObj(i -> Watcher.of(
                        client, replicas.get((i + 1) % replicas.size()).port(), token, run, 0, i == 0))
                .toList();
        Instant everybodyThere = Instant.MIN;
        List<List<Watcher.Seen>> streams = new ArrayList<>();
        for (Watcher watcher : all) {
            Instant there = within(watcher.open());
            everybodyThere = there.isAfter(everybodyThere) ? there : everybodyThere;
        }
        for (Watcher watcher : all) {
            streams.add(within(watcher.end()));
        }
        return new Seen(
                delays(streams, everybodyThere),
                streams.stream().mapToLong(List::size).sum(),
                missed(streams, stage.count("SELECT max(seq) FROM run_event WHERE run = '" + run + "'")));
    }

    private static <T> T within(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Times delays(List<List<Watcher.Seen>> streams, Instant from) {
        Map<Long, Instant> last = new HashMap<>();
        streams.forEach(stream ->
                stream.forEach(event -> last.merge(event.seq(), event.at(), (a, b) -> a.isAfter(b) ? a : b)));
        Times delays = new Times();
        for (Watcher.Seen event : streams.getFirst()) {
            String frame = event.frame();
            int data = frame.indexOf("data: ") + 6;
            Instant at = Instant.parse(Json.parse(frame.substring(data, frame.indexOf('\n', data)))
                    .path("at")
                    .asText());
            if (at.isAfter(from)) {
                delays.add(Duration.between(at, last.getOrDefault(event.seq(), Instant.MAX)));
            }
        }
        if (delays.count() == 0) {
            throw new IllegalStateException("the run was over before all its watchers were there");
        }
        return delays;
    }

    private static long missed(List<List<Watcher.Seen>> streams, long events) {
        long missed = 0;
        for (List<Watcher.Seen> stream : streams) {
            long inPlace = IntStream.range(0, stream.size())
                    .filter(i -> stream.get(i).seq() == i + 1)
                    .count();
            missed += events - inPlace;
        }
        return missed;
    }
}

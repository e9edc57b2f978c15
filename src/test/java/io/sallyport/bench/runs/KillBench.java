package io.sallyport.bench.runs;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From {@code kill -9} of a replica to the next event of each run that it performed, with leases as they are shipped. */
final class KillBench {
    /** Between two kills, each of another replica. Shorter than a lease, which is no matter: other replicas take the runs over. */
    private static final Duration BETWEEN = Duration.ofSeconds(8);

    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);

    /**
     * @param killed before the signal was sent
     * @param gone   when the process was no more
     */
    private record Interrupted(String run, Instant killed, Instant gone) {}

    private KillBench() {}

    static void measure(Stage stage, Plan plan, Figures figures) {
        List<Interrupted> interrupted = new ArrayList<>();
        try (Herd herd = Herd.start(stage)) {
            int kills = plan.scale(10, 2);
            for (int i = 0; i < kills; i++) {
                long began = System.nanoTime();
                herd.topUp(i % herd.size());
                interrupted.addAll(kill(herd, i % herd.size()));
                herd.replica(i % herd.size()).restart();
                pause(began);
            }
            await().alias("every run goes on")
                    .atMost(RECOVERED_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> interrupted.stream()
                            .allMatch(run -> next(stage, run).isPresent()));
            Times times = new Times();
            interrupted.forEach(run ->
                    times.add(Duration.between(run.killed(), next(stage, run).orElseThrow())));
            figures.add("kills: of a replica", kills);
            figures.add("kills: runs interrupted", interrupted.size());
            figures.add("kills: to the run's next event, p50 s", times.millis(50) / 1000);
            figures.add("kills: to the run's next event, p99 s", times.millis(99) / 1000);
            figures.add("kills: to the run's next event, longest s", "≤ 20", times.maxMillis() / 1000);
            herd.settle();
        }
    }

    private static List<Interrupted> kill(Herd herd, int number) {
        Instant killed = Instant.now();
        herd.replica(number).kill9();
        Instant gone = Instant.now();
        return herd.ownedBy(number).stream()
                .map(owned -> new Interrupted(owned.run(), killed, gone))
                .toList();
    }

    private static Optional<Instant> next(Stage stage, Interrupted run) {
        return stage.nextEvent(run.run(), run.gone());
    }

    private static void pause(long began) {
        await().atMost(BETWEEN.multipliedBy(4))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> System.nanoTime() - began > BETWEEN.toNanos());
    }
}

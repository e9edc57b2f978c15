package io.sallyport.bench.runs;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From SIGTERM to a replica to the next event of each run that it gave back, performed by another. */
final class DeployBench {
    private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(30);

    private final Stage stage;
    private final Times times = new Times();
    private int ended;

    private DeployBench(Stage stage) {
        this.stage = stage;
    }

    static void measure(Stage stage, Plan plan, Figures figures) {
        DeployBench bench = new DeployBench(stage);
        int deploys = plan.scale(10, 2);
        try (Herd herd = Herd.start(stage)) {
            for (int i = 0; i < deploys; i++) {
                herd.topUp(i % herd.size());
                bench.deploy(herd, i % herd.size());
            }
            herd.settle();
        }
        figures.add("deploys: of a replica", deploys);
        figures.add("deploys: runs handed over", bench.times.count());
        figures.add("deploys: runs that ended before they could be", bench.ended);
        figures.add("deploys: to the run's next event, p50 ms", bench.times.millis(50));
        figures.add("deploys: to the run's next event, p99 ms", "< 1000", bench.times.millis(99));
        figures.add("deploys: to the run's next event, longest ms", "< 1000", bench.times.maxMillis());
    }

    private void deploy(Herd herd, int number) {
        List<Herd.Owned> owned = herd.ownedBy(number);
        Instant told = Instant.now();
        herd.replica(number).signalTerminate();
        Map<String, Instant> claimed = new HashMap<>();
        Set<String> over = new HashSet<>();
        await().alias("every run of a replica that leaves goes on elsewhere")
                .atMost(HANDED_OVER_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    owned.forEach(run -> look(run, claimed, over));
                    return claimed.size() + over.size() == owned.size();
                });
        ended += over.size();
        claimed.forEach((run, moment) ->
                times.add(Duration.between(told, stage.nextEvent(run, moment).orElseThrow())));
        herd.replica(number).restart();
    }

    /** Notes when another replica has claimed the run, or that it has ended. */
    private void look(Herd.Owned owned, Map<String, Instant> claimed, Set<String> over) {
        if (claimed.containsKey(owned.run()) || over.contains(owned.run())) {
            return;
        }
        String[] now = stage.postgres()
                .ask("SELECT ended_at IS NOT NULL || ' ' || (lease_epoch > " + owned.epoch() + ") || ' ' || coalesce("
                        + Stage.iso("leased_at") + ", '-') FROM run WHERE id = '" + owned.run() + "'")
                .getFirst()
                .split(" ");
        if (Boolean.parseBoolean(now[0])) {
            over.add(owned.run());
        } else if (Boolean.parseBoolean(now[1]) && !now[2].equals("-")) {
            Instant moment = Instant.parse(now[2]);
            if (stage.nextEvent(owned.run(), moment).isPresent()) {
                claimed.put(owned.run(), moment);
            }
        }
    }
}

package io.sallyport.bench.runs;

import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** From the wish to cancel a run to the end of each of the hundred runs that it has begun, on two replicas. */
final class FamilyBench {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int WARM_UP = 2;

    private final Stage stage;
    private final Times children = new Times();
    private final Times families = new Times();

    private FamilyBench(Stage stage) {
        this.stage = stage;
    }

    static void measure(Stage stage, Plan plan, Figures figures) {
        int count = plan.scale(20, 3);
        FamilyBench bench = new FamilyBench(stage);
        try (GatewayProcess one = stage.start("one");
                GatewayProcess _ = stage.start("other")) {
            for (int i = 0; i < WARM_UP; i++) {
                new FamilyBench(stage).cancelOne(stage.client(one));
            }
            for (int i = 0; i < count; i++) {
                bench.cancelOne(stage.client(one));
            }
        }
        stage.empty();
        figures.add("families: of a hundred children, cancelled", count);
        figures.add("families: to a child's end, p50 ms", bench.children.millis(50));
        figures.add("families: to a child's end, p99 ms", bench.children.millis(99));
        figures.add("families: to the last child's end, p50 ms", "< 1000", bench.families.millis(50));
        figures.add("families: to the last child's end, longest ms", "< 1000", bench.families.maxMillis());
    }

    private void cancelOne(TestClient client) {
        String run = client.post(BenchCatalogue.leadPath(), Json.write(Map.of("input", BenchCatalogue.FAMILY)))
                .json()
                .path("id")
                .asText();
        until(run, "all children ask their models", "c.status = 'RUNNING' AND m.state = 'STARTED'");
        Instant asked = Instant.now();
        int status = client.post("/v1/runs/" + run + "/cancel", "{}").status();
        if (status != 202) {
            throw new IllegalStateException("the cancel was answered with " + status);
        }
        until(run, "all children are cancelled", "c.status = 'CANCELLED'");
        List<String> ends = stage.postgres()
                .ask("SELECT " + Stage.iso("ended_at") + " FROM run WHERE parent_run = '" + run
                        + "' ORDER BY ended_at");
        ends.forEach(end -> children.add(Duration.between(asked, Instant.parse(end))));
        families.add(Duration.between(asked, Instant.parse(ends.getLast())));
    }

    /** Looks rarely, so that looking takes nothing from what is looked at. */
    private void until(String run, String what, String are) {
        await().alias(what)
                .atMost(WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> stage.count("SELECT count(DISTINCT c.id) FROM run c JOIN model_attempt m ON m.run = c.id"
                                + " WHERE c.parent_run = '" + run + "' AND " + are)
                        == BenchCatalogue.CHILDREN);
    }
}

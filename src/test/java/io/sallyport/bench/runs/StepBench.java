package io.sallyport.bench.runs;

import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a step costs whose model and tool cost nothing: one gateway, and as many runs under way as it performs at once. */
final class StepBench {
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Stage stage;
    private final GatewayProcess gateway;

    private StepBench(Stage stage, GatewayProcess gateway) {
        this.stage = stage;
        this.gateway = gateway;
    }

    static void measure(Stage stage, Plan plan, Figures figures) {
        try (GatewayProcess gateway = stage.start("steps")) {
            StepBench bench = new StepBench(stage, gateway);
            bench.perform(plan.scale(600, 50));
            for (int round = 0; round < plan.rounds(); round++) {
                bench.round(plan.scale(250, 50), figures);
            }
        }
        stage.empty();
    }

    private void round(int runs, Figures figures) {
        double gatewayBefore = Processes.cpu(gateway.pid());
        double postgresBefore = stage.postgresCpu();
        long began = System.nanoTime();
        perform(runs);
        double seconds = (System.nanoTime() - began) / 1e9;
        double ofGateway = Processes.cpu(gateway.pid()) - gatewayBefore;
        double ofPostgres = stage.postgresCpu() - postgresBefore;
        int steps = runs * BenchCatalogue.STEPS_OF_TEN;
        figures.add("steps: per second", steps / seconds);
        figures.add(
                "steps: per second and core",
                steps / seconds / Runtime.getRuntime().availableProcessors());
        figures.add("steps: per CPU-second of the gateway", steps / ofGateway);
        figures.add("steps: per CPU-second of gateway and PostgreSQL", steps / (ofGateway + ofPostgres));
        figures.add("steps: CPU-milliseconds of the gateway for each", ofGateway * 1000 / steps);
        figures.add("steps: CPU-milliseconds of PostgreSQL for each", ofPostgres * 1000 / steps);
    }

    /** Starts them and waits for the last one's end. */
    private void perform(int runs) {
        long before = completed();
        TestClient client = stage.client(gateway);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < runs; i++) {
                clients.execute(() -> Stage.begin(client, BenchCatalogue.TEN_STEPS));
            }
        }
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> stage.openRuns() == 0);
        if (completed() - before != runs) {
            throw new IllegalStateException("not every run was accepted and completed in ten steps");
        }
    }

    private long completed() {
        return stage.count(
                "SELECT count(*) FROM run WHERE status = 'COMPLETED' AND steps = " + BenchCatalogue.STEPS_OF_TEN);
    }
}

package io.sallyport.bench.runs;

import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three replicas, and runs that are always under way on them. */
final class Herd implements AutoCloseable {
    private static final int REPLICAS = 3;
    private static final int RUNS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Stage stage;
    private final List<GatewayProcess> replicas = new ArrayList<>();

    private Herd(Stage stage) {
        this.stage = stage;
    }

    static Herd start(Stage stage) {
        Herd herd = new Herd(stage);
        for (int i = 0; i < REPLICAS; i++) {
            herd.replicas.add(stage.launch(name(i)));
        }
        herd.replicas.forEach(GatewayProcess::awaitReady);
        return herd;
    }

    /** The name by which the replica of that number leases runs. */
    static String name(int number) {
        return "herd-" + number;
    }

    int size() {
        return REPLICAS;
    }

    GatewayProcess replica(int number) {
        return replicas.get(number);
    }

    /** As many runs under way as there were at the beginning, and some of them at replica {@code number}. */
    void topUp(int number) {
        for (long open = stage.openRuns(); open < RUNS; open++) {
            var _ = Stage.begin(stage.client(replicas.get((int) (open % REPLICAS))), BenchCatalogue.LONG_WORK);
        }
        await().atMost(PATIENCE).until(() -> !ownedBy(number).isEmpty());
    }

    /** The runs that the replica performs at this moment, with the epoch of its lease. */
    List<Owned> ownedBy(int number) {
        return stage
                .postgres()
                .ask("SELECT id || ' ' || lease_epoch FROM run WHERE status = 'RUNNING' AND lease_owner = '"
                        + name(number) + "'")
                .stream()
                .map(line -> line.split(" "))
                .map(words -> new Owned(words[0], Long.parseLong(words[1])))
                .toList();
    }

    /** A run in somebody's hands. */
    record Owned(String run, long epoch) {}

    /** Waits for all runs to end. */
    void settle() {
        await().alias("every run ends")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> stage.openRuns() == 0);
        long lost = stage.count("SELECT count(*) FROM run WHERE status <> 'COMPLETED'");
        if (lost > 0) {
            throw new IllegalStateException(lost + " runs were not completed");
        }
    }

    @Override
    public void close() {
        replicas.forEach(GatewayProcess::close);
        stage.empty();
    }
}

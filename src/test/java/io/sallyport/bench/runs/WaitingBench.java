package io.sallyport.bench.runs;

import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What runs cost that wait for a person: memory and processor time of the gateway, and how soon an approved one goes on. */
final class WaitingBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 100;

    private final Stage stage;
    private final GatewayProcess gateway;
    private final TestClient client;
    private final HttpClient watching;
    private final Duration rest;
    private final int approvals;

    /** Which waits to the end, so that copies can be made of it. */
    private final String original;

    private WaitingBench(Stage stage, GatewayProcess gateway, Plan plan) {
        this.stage = stage;
        this.gateway = gateway;
        this.client = stage.client(gateway);
        this.watching = stage.postgres().vertx().createHttpClient();
        this.rest = Duration.ofSeconds(plan.scale(10, 2));
        this.approvals = plan.scale(50, 10);
        this.original = waitingRun();
    }

    static void measure(Stage stage, Plan plan, Figures figures) throws Exception {
        int some = plan.scale(10_000, 500);
        int many = plan.scale(100_000, 2_000);
        try (GatewayProcess gateway = stage.start("waiting")) {
            WaitingBench bench = new WaitingBench(stage, gateway, plan);
            Copies copies = Copies.of(stage.postgres(), bench.original);
            // Copies enough to be approved while hardly anybody waits.
            int few = WARM_UP + bench.approvals;
            copies.make(1, few);
            bench.approve(WARM_UP, new Times());
            bench.look(few - WARM_UP, figures);
            copies.make(few + 1, few + some);
            bench.look(some, figures);
            copies.make(few + some + 1, few + many);
            bench.look(many, figures);
            var _ = bench.watching.close();
        }
        stage.empty();
    }

    private String waitingRun() {
        String run = Stage.begin(client, BenchCatalogue.ASK);
        await().atMost(PATIENCE)
                .until(() -> stage.count("SELECT count(*) FROM run WHERE status = 'WAITING_APPROVAL'") == 1);
        return run;
    }

    private void look(int waiting, Figures figures) throws Exception {
        String who = "waiting: " + waiting + " for an approval, ";
        figures.add(who + "heap in use MB", Processes.liveHeapMegabytes(gateway.pid()));
        figures.add(who + "RSS MB", Processes.residentMegabytes(gateway.pid()));
        rest(who, figures);
        Times times = new Times();
        approve(approvals, times);
        figures.add(who + "approved, to the next event p50 ms", times.millis(50));
        figures.add(who + "approved, to the next event p99 ms", times.millis(99));
    }

    private void rest(String who, Figures figures) {
        double ofGateway = Processes.cpu(gateway.pid());
        double ofPostgres = stage.postgresCpu();
        long began = System.nanoTime();
        await().atMost(rest.multipliedBy(4))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> System.nanoTime() - began > rest.toNanos());
        double seconds = (System.nanoTime() - began) / 1e9;
        figures.add(
                who + "CPU of the gateway at rest, % of a core",
                (Processes.cpu(gateway.pid()) - ofGateway) / seconds * 100);
        figures.add(who + "CPU of PostgreSQL at rest, % of a core", (stage.postgresCpu() - ofPostgres) / seconds * 100);
    }

    /** One after the other, and then every one of them has to complete. */
    private void approve(int many, Times times) throws Exception {
        List<String> pending = stage.postgres()
                .ask(
                        "SELECT a.run || ' ' || a.id || ' ' || encode(a.args_hash, 'hex') || ' ' || r.next_seq FROM approval a"
                                + " JOIN run r ON r.id = a.run WHERE a.state = 'PENDING' AND a.run <> '" + original
                                + "' ORDER BY md5(a.id) LIMIT "
                                + many);
        long before = completed();
        for (String line : pending) {
            approve(line.split(" "), times);
        }
        await().alias("every approved run completes")
                .atMost(PATIENCE)
                .until(() -> completed() - before == pending.size());
    }

    private void approve(String[] run, Times times) throws Exception {
        long last = Long.parseLong(run[3]) - 1;
        Watcher watcher = Watcher.of(watching, gateway.port(), stage.token(), run[0], last, false);
        var _ = watcher.open().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Instant sent = Instant.now();
        Answer answer = client.post(
                "/v1/runs/" + run[0] + "/approvals/" + run[1],
                Json.write(Map.of("decision", "approve", "argumentsHash", run[2])));
        if (answer.status() >= 300) {
            throw new IllegalStateException("an approval was answered " + answer.status() + " " + answer.body());
        }
        times.add(Duration.between(
                sent,
                watcher.first().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).at()));
        var _ = watcher.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private long completed() {
        return stage.count("SELECT count(*) FROM run WHERE status = 'COMPLETED'");
    }
}

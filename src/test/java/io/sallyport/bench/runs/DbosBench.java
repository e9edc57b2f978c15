package io.sallyport.bench.runs;

import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work of ten steps, as a run of the gateway, over HTTP to the end of its stream, and as a workflow of DBOS, in process. DBOS is asked twice:
 * for ten steps, and for one step for each call of a model and each call of a tool, which is what the run makes durable.
 */
final class DbosBench {
    private static final int[] AT_ONCE = {1, 16};

    private final Stage stage;
    private final GatewayProcess gateway;
    private final DbosProcess dbos;
    private final Duration time;

    private DbosBench(Stage stage, GatewayProcess gateway, DbosProcess dbos, Duration time) {
        this.stage = stage;
        this.gateway = gateway;
        this.dbos = dbos;
        this.time = time;
    }

    /** One of the three that are compared. */
    private enum Contestant {
        SALLYPORT("Sallyport, ten steps"),
        DBOS("DBOS, ten steps"),
        DBOS_EACH_CALL("DBOS, a step for each call");

        private final String label;

        Contestant(String label) {
            this.label = label;
        }
    }

    static void measure(Stage stage, Plan plan, Figures figures) throws Exception {
        stage.postgres().execute("CREATE DATABASE dbos");
        try (GatewayProcess gateway = stage.start("beside-dbos");
                DbosProcess dbos = DbosProcess.start(stage.services(), plan.project())) {
            DbosBench bench = new DbosBench(stage, gateway, dbos, plan.round());
            for (Contestant contestant : Contestant.values()) {
                bench.warmUp(contestant, plan.scale(600, 50));
            }
            for (int round = 0; round < plan.rounds(); round++) {
                for (int atOnce : AT_ONCE) {
                    for (Contestant contestant : Contestant.values()) {
                        bench.round(contestant, atOnce, figures);
                    }
                }
            }
        }
        stage.postgres().execute("DROP DATABASE dbos WITH (FORCE)");
        stage.empty();
    }

    /** By work and not by time, so that the slower one is as warm as the other. */
    private void warmUp(Contestant contestant, int workflows) throws InterruptedException, ExecutionException {
        int done = 0;
        while (done < workflows) {
            done += perform(contestant, 16).size();
        }
    }

    private void round(Contestant contestant, int atOnce, Figures figures) throws Exception {
        long pid = contestant == Contestant.SALLYPORT ? gateway.pid() : dbos.pid();
        double cpu = Processes.cpu(pid) + stage.postgresCpu();
        long written = written();
        long began = System.nanoTime();
        List<Long> took = perform(contestant, atOnce);
        double seconds = (System.nanoTime() - began) / 1e9;
        Times times = new Times();
        took.forEach(times::addNanos);
        String who = "dbos: " + contestant.label + ", " + atOnce + " at once, ";
        figures.add(who + "workflows/s", took.size() / seconds);
        figures.add(who + "per step p50 ms", times.millis(50) / BenchCatalogue.STEPS_OF_TEN);
        figures.add(who + "per step p99 ms", times.millis(99) / BenchCatalogue.STEPS_OF_TEN);
        figures.add(
                who + "workflows per CPU-second, PostgreSQL's included",
                took.size() / (Processes.cpu(pid) + stage.postgresCpu() - cpu));
        figures.add(who + "KB of write-ahead log for each", (written() - written) / 1024.0 / took.size());
    }

    private long written() {
        return stage.count("SELECT pg_current_wal_insert_lsn() - '0/0'");
    }

    private List<Long> perform(Contestant contestant, int atOnce) throws InterruptedException, ExecutionException {
        return switch (contestant) {
            case SALLYPORT -> runs(atOnce);
            case DBOS -> dbos.perform(BenchCatalogue.STEPS_OF_TEN, atOnce, time.toMillis());
            case DBOS_EACH_CALL ->
                dbos.perform(BenchCatalogue.STEPS_OF_TEN + BenchCatalogue.CALLS_OF_TEN, atOnce, time.toMillis());
        };
    }

    private List<Long> runs(int atOnce) throws InterruptedException, ExecutionException {
        TestClient client = stage.client(gateway).withHeader("Accept", "text/event-stream");
        long deadline = System.nanoTime() + time.toNanos();
        List<Future<List<Long>>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                clients.add(threads.submit(() -> runsUntil(client, deadline)));
            }
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> one : clients) {
            all.addAll(one.get());
        }
        return all;
    }

    private static List<Long> runsUntil(TestClient client, long deadline) {
        List<Long> took = new ArrayList<>();
        while (System.nanoTime() < deadline) {
            Answer answer = client.post(BenchCatalogue.path(), Json.write(Map.of("input", BenchCatalogue.TEN_STEPS)));
            if (!answer.body().contains("event: run.completed")) {
                throw new IllegalStateException("a run did not complete: " + answer.status() + " " + answer.body());
            }
            took.add(answer.took().toNanos());
        }
        return took;
    }
}

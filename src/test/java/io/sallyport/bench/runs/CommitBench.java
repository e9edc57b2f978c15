package io.sallyport.bench.runs;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.checkpoint.pg.PgStores;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The commits of a run's steps, beside the least that any fenced journal has to do: one statement that moves a counter and appends a row,
 * through the same driver and a pool of the same size.
 */
final class CommitBench {
    private static final int[] AT_ONCE = {1, 8, 32};
    private static final String BARE = """
            WITH moved AS (UPDATE bench_run SET next_seq = next_seq + 1 WHERE id = $1 RETURNING id, next_seq)
            INSERT INTO bench_event (run, seq, data) SELECT id, next_seq, $2 FROM moved RETURNING seq
            """;
    private static final Buffer DATA = Buffer.buffer("x".repeat(200));

    private final TestingPostgres postgres;
    private final StoreUnderTest store;
    private final Pool pool;

    private CommitBench(TestingPostgres postgres) {
        this.postgres = postgres;
        Checkpoints checkpoints = PgStores.shipped(postgres);
        this.store = PgStores.over(postgres, checkpoints);
        this.pool = postgres.pool(20, postgres.port());
    }

    static void measure(Stage stage, Plan plan, Figures figures) {
        CommitBench bench = new CommitBench(stage.postgres());
        bench.postgres.execute(
                "CREATE TABLE bench_run (id int PRIMARY KEY, next_seq bigint NOT NULL)",
                "CREATE TABLE bench_event (run int, seq bigint, data bytea, PRIMARY KEY (run, seq))",
                "INSERT INTO bench_run SELECT i, 0 FROM generate_series(0, 31) i");
        bench.commits(8, plan.round());
        bench.bare(8, plan.round());
        for (int round = 0; round < plan.rounds(); round++) {
            for (int atOnce : AT_ONCE) {
                bench.round(atOnce, plan.round(), figures);
            }
        }
        bench.postgres.execute("DROP TABLE bench_run", "DROP TABLE bench_event");
        stage.empty();
    }

    private void round(int atOnce, Duration time, Figures figures) {
        Times bare = bare(atOnce, time);
        Times commits = commits(atOnce, time);
        String runs = atOnce == 1 ? "one run" : atOnce + " runs at once";
        figures.add("commit: " + runs + ", p50 ms", commits.millis(50));
        figures.add("commit: " + runs + ", p99 ms", commits.millis(99));
        figures.add("commit: " + runs + ", bare statement p50 ms", bare.millis(50));
        figures.add("commit: " + runs + ", bare statement p99 ms", bare.millis(99));
        figures.add("commit: " + runs + ", p50 of bare", commits.micros(50) / bare.micros(50));
        figures.add("commit: " + runs + ", p99 of bare", commits.micros(99) / bare.micros(99));
        figures.add("commit: " + runs + ", commits/s", commits.count() / seconds(time));
        figures.add("commit: " + runs + ", bare statements/s", bare.count() / seconds(time));
    }

    private Times commits(int atOnce, Duration time) {
        List<StepCommits> runs = IntStream.range(0, atOnce)
                .mapToObj(i -> new StepCommits(store, store.leased()))
                .toList();
        return ClosedLoop.run(
                postgres.vertx(),
                atOnce,
                time,
                i -> () -> store.port()
                        .commit(runs.get(i).next())
                        .map(outcome -> outcome instanceof CommitOutcome.Committed || refused(outcome)));
    }

    private static boolean refused(CommitOutcome outcome) {
        throw new IllegalStateException("a commit came to " + outcome);
    }

    private Times bare(int atOnce, Duration time) {
        return ClosedLoop.run(postgres.vertx(), atOnce, time, i -> () -> moved(i));
    }

    private Uni<Boolean> moved(int run) {
        return pool.preparedQuery(BARE)
                .execute(Tuple.of(run, DATA.getDelegate()))
                .map(rows -> rows.size() == 1);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}

package io.sallyport.bench.runs;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.checkpoint.pg.BareRuns;
import io.sallyport.checkpoint.pg.PgStores;
import io.sallyport.testing.TestingPostgres;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How fast runs are claimed out of ten thousand that wait for it, alone and beside a hundred thousand that sleep. */
final class ClaimBench {
    private static final int[] TAKEN_AT_ONCE = {1, 16};

    /** Claimants at once, like replicas. */
    private static final int CLAIMANTS = 2;

    private final TestingPostgres postgres;
    private final Checkpoints checkpoints;

    private ClaimBench(TestingPostgres postgres) {
        this.postgres = postgres;
        this.checkpoints = PgStores.shipped(postgres);
    }

    static void measure(Stage stage, Plan plan, Figures figures) {
        int queued = plan.scale(10_000, 2_000);
        int asleep = plan.scale(100_000, 20_000);
        ClaimBench bench = new ClaimBench(stage.postgres());
        BareRuns.queued(stage.postgres(), queued);
        bench.claim(1, plan.round());
        bench.rounds(plan, figures, "claims: " + queued + " queued");
        BareRuns.asleep(stage.postgres(), asleep);
        bench.rounds(plan, figures, "claims: " + queued + " queued beside " + asleep + " asleep");
        stage.empty();
    }

    private void rounds(Plan plan, Figures figures, String what) {
        for (int round = 0; round < plan.rounds(); round++) {
            for (int atOnce : TAKEN_AT_ONCE) {
                BareRuns.requeue(postgres);
                String how = ", " + atOnce + " by each claim, ";
                long began = System.nanoTime();
                LongAdder claimed = new LongAdder();
                Times times = claim(atOnce, plan.round(), claimed);
                double seconds = (System.nanoTime() - began) / 1e9;
                figures.add(what + how + "runs/s", claimed.sum() / seconds);
                figures.add(what + how + "p50 ms", times.millis(50));
                figures.add(what + how + "p99 ms", times.millis(99));
            }
        }
    }

    private void claim(int atOnce, Duration time) {
        var _ = claim(atOnce, time, new LongAdder());
    }

    /** Until none is left, or for so long. */
    private Times claim(int atOnce, Duration time, LongAdder claimed) {
        return ClosedLoop.run(
                postgres.vertx(),
                CLAIMANTS,
                time,
                i -> () -> checkpoints
                        .claim(new ClaimOrder(
                                "replica-" + i, atOnce, StoreUnderTest.LEASE, StoreUnderTest.LEASE, false))
                        .map(runs -> {
                            claimed.add(runs.size());
                            return !runs.isEmpty();
                        }));
    }
}

package io.sallyport.bench.runs;

import java.util.Locale;

/** What can be measured, in the order in which it is. */
enum Part {
    COMMIT(CommitBench::measure),
    CLAIMS(ClaimBench::measure),
    STEPS(StepBench::measure),
    WATCHERS(WatcherBench::measure),
    KILLS(KillBench::measure),
    DEPLOYS(DeployBench::measure),
    FAMILIES(FamilyBench::measure),
    DBOS(DbosBench::measure),
    WAITING(WaitingBench::measure);

    private final Bench bench;

    Part(Bench bench) {
        this.bench = bench;
    }

    /** Measures with everything that the stage has, and writes down what it finds. */
    @FunctionalInterface
    interface Bench {
        void measure(Stage stage, Plan plan, Figures figures) throws Exception;
    }

    /** As the command names it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    void measure(Stage stage, Plan plan, Figures figures) throws Exception {
        bench.measure(stage, plan, figures);
    }
}

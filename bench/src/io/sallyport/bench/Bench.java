package io.sallyport.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The whole session: start, warm up, measure in rounds, report. */
public final class Bench {
    private Bench() {}

    public static void main(String... args) throws Exception {
        Plan plan = Plan.parse(args);
        Conditions conditions = Conditions.gather(plan);
        Results results = new Results();
        try (Stage stage = Stage.start(plan);
                SseLoad load = new SseLoad()) {
            List<Target> targets = stage.targets();
            List<Measure> measures = Measures.all(plan, load);
            results.idle(targets);
            warmUp(plan, targets, load);
            for (int round = 1; round <= plan.rounds(); round++) {
                measure(round, plan, measures, targets, results);
            }
            results.after(targets);
        }
        report(plan, conditions, results);
    }

    private static void warmUp(Plan plan, List<Target> targets, SseLoad load) {
        for (Measure measure : Measures.warmUp(plan, load)) {
            for (Target target : targets) {
                System.out.printf("warm-up: %s, %s%n", measure.name(), target.name());
                measure.run(target);
            }
        }
    }

    /** Target after target within each measure: what is compared was measured within seconds of each other. */
    private static void measure(int round, Plan plan, List<Measure> measures, List<Target> targets, Results results) {
        for (Measure measure : measures) {
            for (Target target : targets) {
                Figures figures = measure.run(target);
                System.out.printf(
                        "round %d/%d: %s, %s: %s%n", round, plan.rounds(), measure.name(), target.name(), figures);
                results.add(target.name(), figures);
            }
        }
    }

    private static void report(Plan plan, Conditions conditions, Results results) throws IOException {
        Report report = plan.limits() ? Report.limits(conditions, results) : Report.passingThrough(conditions, results);
        System.out.printf("%n%s%n", report.table());
        Path file = plan.resultFile(conditions);
        report.writeJson(file);
        System.out.printf("Written to %s%n", plan.relative(file));
    }
}

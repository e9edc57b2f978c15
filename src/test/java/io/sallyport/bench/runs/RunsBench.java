package io.sallyport.bench.runs;

import io.sallyport.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The whole session: start the stores, measure part after part, report. {@code bench/runs.sh} calls it. */
public final class RunsBench {
    private static final int WRONG_USAGE = 2;

    private RunsBench() {}

    public static void main(String... arguments) throws Exception {
        Plan plan;
        try {
            plan = Plan.parse(Path.of("").toAbsolutePath(), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(WRONG_USAGE);
            return;
        }
        Figures figures = new Figures();
        Conditions conditions;
        long began = System.nanoTime();
        try (Stage stage = new Stage()) {
            conditions = Conditions.gather(plan, stage);
            for (Part part : plan.parts()) {
                long from = System.nanoTime();
                System.out.println(part.label());
                part.measure(stage, plan, figures);
                System.out.printf("  (%d s)%n", seconds(from));
            }
        }
        System.out.printf("%n%s%n%n%s%nIt took %d s. ", conditions.text(), figures.table(), seconds(began));
        report(plan, conditions, figures);
        System.exit(0); // the stores' clients have threads that are nobody's
    }

    private static long seconds(long from) {
        return (System.nanoTime() - from) / 1_000_000_000;
    }

    private static void report(Plan plan, Conditions conditions, Figures figures) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("conditions", conditions.byName());
        document.put("summary", figures.summary());
        document.put("rounds", figures.rounds());
        Path file = plan.resultFile(conditions.fact("date"), conditions.fact("commit"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, Json.parse(Json.write(document)).toPrettyString() + "\n");
        System.out.printf("Written to %s%n", plan.project().relativize(file));
    }
}

package io.sallyport.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table for people and the JSON for whoever compares sessions. */
record Report(Conditions conditions, Results results, List<String> columns, List<Row> rows) {
    private static final List<Row> PASSING_THROUGH = List.of(
            Row.median("c=1 latency p50, µs", "", Measures.LATENCY_P50),
            Row.median("c=1 latency p99, µs", "", Measures.LATENCY_P99),
            Row.added("c=1 added p50, µs", "≤ 110", Measures.LATENCY_P50, Target.DIRECT),
            Row.added("c=1 added p99, µs", "≤ 165", Measures.LATENCY_P99, Target.DIRECT),
            Row.median("c=32 requests/s", "", Measures.RATE),
            Row.ratio("c=32 of direct", "≥ 0.30", Measures.RATE, Target.DIRECT),
            Row.median("requests per CPU-second", "≥ 26000", Measures.PER_CPU_SECOND),
            Row.sum("requests or short streams failed", "0", Measures.ERRORS),
            Row.median("first token p50, µs", "", Measures.FIRST_TOKEN_P50),
            Row.added("first token added p50, µs", "≤ 400", Measures.FIRST_TOKEN_P50, Target.DIRECT),
            Row.median("short stream p50, µs", "", Measures.SHORT_STREAM_P50),
            Row.median("short stream p99, µs", "", Measures.SHORT_STREAM_P99),
            Row.sum("paced streams dropped", "0", Measures.DROPPED),
            Row.median("paced chunks late p50, ms", "", Measures.LATE_P50),
            Row.median("paced chunks late p99, ms", "≤ 700", Measures.LATE_P99),
            Row.median("paced streams, CPU-seconds", "", Measures.STREAMS_CPU),
            Row.median("RSS idle, MB", "", Results.RSS_IDLE),
            Row.median("RSS after, MB", "", Results.RSS_AFTER));

    static Report passingThrough(Conditions conditions, Results results) {
        return new Report(conditions, results, List.of(Target.DIRECT, Target.FLOOR, Target.GATEWAY), PASSING_THROUGH);
    }

    static Report limits(Conditions conditions, Results results) {
        List<String> columns = new ArrayList<>(List.of(Target.DIRECT));
        columns.addAll(Limits.ROUTES.keySet());
        return new Report(conditions, results, columns, Limits.ROWS);
    }

    String table() {
        String names = columns.stream().map("%11s"::formatted).collect(Collectors.joining(" "));
        String head = "%-34s %s   %s%n".formatted("", names, "aim");
        return conditions.text() + "\n\n" + head + rows.stream().map(this::line).collect(Collectors.joining());
    }

    private String line(Row row) {
        String figures = columns.stream()
                .map(target -> "%11s".formatted(number(row.of(results, target))))
                .collect(Collectors.joining(" "));
        return "%-34s %s   %s%n".formatted(row.name(), figures, row.aim());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value != 0 && Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }

    void writeJson(Path file) throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>();
        for (Row row : rows) {
            summary.put(row.name(), byColumn(row));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("conditions", conditions.byName());
        document.put("summary", summary);
        document.put("rounds", results.all());
        Files.createDirectories(file.getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), document);
    }

    private Map<String, Object> byColumn(Row row) {
        Map<String, Object> figures = new LinkedHashMap<>();
        columns.forEach(target -> figures.put(target, Math.round(row.of(results, target) * 1000) / 1000.0));
        if (!row.aim().isEmpty()) {
            figures.put("aim", row.aim());
        }
        return figures;
    }
}

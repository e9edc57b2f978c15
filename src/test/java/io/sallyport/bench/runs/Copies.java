package io.sallyport.bench.runs;

import io.sallyport.testing.TestingPostgres;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Copies of a run that waits for an approval: the same rows under other ids. A waiting run is its rows and nothing else, so that the copies
 * wait as the original does, and go on like it once they are approved.
 */
final class Copies {
    /** Behind each id of a copy. */
    private static final String NUMBER = " || lpad(i::text, 6, '0')";

    private final TestingPostgres postgres;
    private final String run;
    private final String thread;
    private final String call;
    private final String approval;

    private Copies(TestingPostgres postgres, String... ids) {
        this.postgres = postgres;
        this.run = ids[0];
        this.thread = ids[1];
        this.call = ids[2];
        this.approval = ids[3];
    }

    static Copies of(TestingPostgres postgres, String run) {
        return new Copies(
                postgres,
                postgres.ask(
                                "SELECT r.id || ' ' || r.thread || ' ' || a.call || ' ' || a.id FROM run r JOIN approval a ON a.run = r.id"
                                        + " WHERE r.id = '" + run + "'")
                        .getFirst()
                        .split(" "));
    }

    /** Those numbered {@code from} to {@code to}, both included. */
    void make(int from, int to) {
        String series = "generate_series(" + from + ", " + to + ") i";
        Map<String, String> thatRun = Map.of("run", "t.run" + NUMBER);
        copy(
                "thread",
                "id = '" + thread + "'",
                Map.of("id", "t.id" + NUMBER, "last_run", "t.last_run" + NUMBER),
                series);
        copy(
                "run",
                "id = '" + run + "'",
                Map.of(
                        "id", "t.id" + NUMBER,
                        "thread", "t.thread" + NUMBER,
                        "root_run", "t.root_run" + NUMBER),
                series);
        copy("step", ofRun(), thatRun, series);
        copy("model_attempt", ofRun(), thatRun, series);
        copy("blob_ref", ofRun(), thatRun, series);
        copy("run_event", ofRun(), with(thatRun, "data", renamed("t.data")), series);
        copy("tool_call", ofRun(), with(thatRun, "id", "t.id" + NUMBER), series);
        copy("approval", ofRun(), with(with(thatRun, "id", "t.id" + NUMBER), "call", "t.call" + NUMBER), series);
        postgres.execute("VACUUM ANALYZE", "CHECKPOINT");
    }

    private String ofRun() {
        return "run = '" + run + "'";
    }

    private static Map<String, String> with(Map<String, String> columns, String column, String value) {
        Map<String, String> more = new HashMap<>(columns);
        more.put(column, value);
        return more;
    }

    /** An event's bytes with the copy's ids in them. */
    private String renamed(String bytes) {
        String text = "convert_from(" + bytes + ", 'UTF8')";
        for (String id : Arrays.asList(run, thread, call, approval)) {
            text = "replace(" + text + ", '" + id + "', '" + id + "'" + NUMBER + ")";
        }
        return "convert_to(" + text + ", 'UTF8')";
    }

    private void copy(String table, String which, Map<String, String> changed, String series) {
        String[] columns = postgres.ask("SELECT string_agg(column_name, ' ' ORDER BY ordinal_position)"
                        + " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '" + table
                        + "'")
                .getFirst()
                .split(" ");
        String values = Arrays.stream(columns)
                .map(column -> changed.getOrDefault(column, "t." + column))
                .collect(Collectors.joining(", "));
        postgres.execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + values + " FROM "
                + table + " t, " + series + " WHERE t." + which);
    }
}

package io.sallyport.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What persons were told, what the rows say and what has happened, held against each other: an approved call happens once, a denied one
 * never, and nobody was told of a decision that is not there.
 */
final class Decisions {
    private static final String ROWS = """
            select a.id, a.state, coalesce(a.decided_by, '') as by, c.state as call,
                   convert_from(b.bytes, 'UTF8') as arguments, a.run
              from approval a join tool_call c on c.id = a.call
              join blob b on b.tenant = c.tenant and b.sha256 = c.args_blob
             where a.run = any(?)
            """;

    private final Database database;

    Decisions(Database database) {
        this.database = database;
    }

    private record Row(String id, String state, String by, String call, String order) {}

    /**
     * Adds what is wrong to {@code findings}.
     *
     * @param report what the witness has done, by order
     */
    void judge(List<Job> jobs, Collection<Word> words, JsonNode report, Verdict.Findings findings) {
        Map<String, List<Row>> rows = rows(jobs.stream().map(Job::run).toList());
        Map<String, Row> byId = new TreeMap<>();
        rows.values().forEach(list -> list.forEach(row -> byId.put(row.id(), row)));
        for (Word word : words) {
            Row row = byId.get(word.approval());
            if (row == null
                    || !row.state().equalsIgnoreCase(word.decision())
                    || !row.by().equals(word.by())) {
                findings.takenBack().add(word + " was told, and now it is " + row);
            }
        }
        for (Job job : jobs) {
            for (String order : job.effect().orders(job.number())) {
                List<Row> asked = rows.getOrDefault(order, List.of());
                if (asked.size() > 1) {
                    findings.duplicate(job.effect(), order + " was asked about more than once: " + asked);
                }
                judge(job, order, asked.isEmpty() ? null : asked.getFirst(), report.path(order), findings);
            }
        }
    }

    private static void judge(Job job, String order, @Nullable Row row, JsonNode line, Verdict.Findings findings) {
        int effects = line.path("effects").asInt();
        String state = row == null ? "none" : row.state() + " " + row.call();
        switch (state) {
            case "APPROVED SUCCEEDED" -> {
                if (effects == 0) {
                    findings.missing().add(job + " has not done what was approved: " + row);
                }
            }
            case "APPROVED FAILED_NOT_APPLIED" -> {} // the tool could not be reached: Verdict looks whether nothing was
            // done
            case "DENIED DENIED" -> {
                if (effects > 0) {
                    findings.duplicate(job.effect(), order + " was denied and done: " + line);
                }
            }
            default -> findings.lost().add(job + ": what became of the decision about " + order + "? " + row);
        }
        String wanted = switch (Persons.Manner.of(order)) {
            case APPROVED, TWICE, REPEATED -> "APPROVED";
            case DENIED -> "DENIED";
            case DISPUTED -> row == null ? "" : row.state();
        };
        if (row != null && !row.state().equals(wanted)) {
            findings.broken().add(job + ": nobody has wanted " + row);
        }
    }

    private Map<String, List<Row>> rows(List<String> runs) {
        Map<String, List<Row>> rows = new TreeMap<>();
        database.query(
                        ROWS,
                        row -> new Row(
                                row.getString("id"),
                                row.getString("state"),
                                row.getString("by"),
                                row.getString("call"),
                                row.getString("arguments").replaceAll(".*\"order\":\"([^\"]*)\".*", "$1")),
                        runs)
                .forEach(row -> rows.computeIfAbsent(row.order(), none -> new ArrayList<>())
                        .add(row));
        return rows;
    }
}

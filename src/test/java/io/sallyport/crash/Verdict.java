package io.sallyport.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds what clients saw, what PostgreSQL holds and what the witness wrote down against each other. Nothing runs while it looks. */
final class Verdict {
    private static final String JOURNALS = """
            select r.id, r.status, r.next_seq, r.tokens_reserved,
                   count(e.seq) as events, coalesce(max(e.seq), 0) as last,
                   (select type from run_event l where l.run = r.id order by seq desc limit 1) as end_type
              from run r left join run_event e on e.run = r.id
             where r.id = any(?) group by r.id
            """;
    private static final String UNKNOWNS = """
            select r.agent, count(*) from run_event e join run r on r.id = e.run
             where e.type = 'tool.unknown' and r.agent like 'crash-%' group by r.agent
            """;
    private static final String CALLS =
            "select tool, state || coalesce(' ' || code, ''), count(*) from tool_call group by 1, 2 order by 1, 2";
    private static final String REWRITTEN =
            "select convert_from(key, 'UTF8') as key, version from key_value where version > 1";
    private static final String WRITTEN = "select convert_from(key, 'UTF8') as key from key_value";
    private static final String STRANGERS =
            "select count(*) from run where agent like 'crash-%' and parent_run is null";
    private static final String NOT_APPLIED = "FAILED_NOT_APPLIED";
    private static final String STATES = """
            select convert_from(b.bytes, 'UTF8'), c.state
              from tool_call c join run r on r.id = c.run join blob b on b.tenant = c.tenant and b.sha256 = c.args_blob
             where r.id = any(?) or r.parent_run = any(?)
            """;

    private final Database database;
    private final Witness witness;
    private final McpWitness mcp;
    private final Persons persons;
    private int notApplied;

    Verdict(Database database, Cluster cluster, Persons persons) {
        this.database = database;
        this.witness = cluster.witness();
        this.mcp = cluster.mcp();
        this.persons = persons;
    }

    /** A row of {@link #JOURNALS}. */
    private record Row(String id, String status, long nextSeq, long reserved, long events, long last, String endType) {}

    /**
     * What is wrong.
     *
     * @param lost       accepted, and not completed
     * @param takenBack  shown to a client, and different later
     * @param broken     journals with gaps, or that say something else than their run's row
     * @param missing    effects that a completed run says it has had, and that are not there
     * @param duplicates effects that happened twice for one call, by class
     */
    record Findings(
            List<String> lost,
            List<String> takenBack,
            List<String> broken,
            List<String> missing,
            Map<EffectClass, List<String>> duplicates) {
        static Findings none() {
            return new Findings(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new EnumMap<>(EffectClass.class));
        }

        void duplicate(EffectClass effect, String what) {
            duplicates.computeIfAbsent(effect, none -> new ArrayList<>()).add(what);
        }
    }

    Findings on(Collection<Job> jobs) {
        Findings findings = Findings.none();
        Map<String, Row> rows = rows(jobs);
        for (Job job : jobs) {
            findings.takenBack().addAll(job.takenBack());
            judge(job, rows.get(job.run()), findings);
        }
        findings.broken()
                .addAll(new Journals(database)
                        .disagreements(jobs.stream().map(Job::run).toList()));
        effects(jobs, findings);
        new Families(database).judge(of(Sort.FAMILY, jobs), findings);
        new Decisions(database)
                .judge(
                        of(Sort.APPROVAL, jobs),
                        persons.words(),
                        witness.report().path(EffectClass.APPROVAL.path()),
                        findings);
        return findings;
    }

    private static List<Job> of(Sort sort, Collection<Job> jobs) {
        return jobs.stream().filter(job -> job.effect().sort() == sort).toList();
    }

    /** Calls of tools that could not be reached, which were given up and have done nothing; those of plain runs are missing instead. */
    int notApplied() {
        return notApplied;
    }

    /** Runs that nobody was told of: more rows than accepted runs. */
    long strangers(int accepted) {
        return database.query(STRANGERS, row -> row.getLong(1)).getFirst() - accepted;
    }

    /** Calls by tool, state and code. */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        database.query(CALLS, row -> Map.entry(row.getString(1) + " " + row.getString(2), row.getLong(3)))
                .forEach(line -> calls.put(line.getKey(), line.getValue()));
        return calls;
    }

    /** How often a call's outcome was unknown, by the agent's class. */
    Map<String, Long> unknowns() {
        Map<String, Long> unknowns = new TreeMap<>();
        database.query(UNKNOWNS, row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(line -> unknowns.put(line.getKey(), line.getValue()));
        return unknowns;
    }

    /** Connections that the witness has reset after the effect. */
    int resets() {
        return resets(witness.report()) + resets(mcp.report());
    }

    private static int resets(JsonNode report) {
        int resets = 0;
        for (JsonNode tool : report) {
            for (JsonNode order : tool) {
                resets += order.path("resets").asInt();
            }
        }
        return resets;
    }

    private Map<String, Row> rows(Collection<Job> jobs) {
        Map<String, Row> rows = new TreeMap<>();
        List<String> ids = jobs.stream().map(Job::run).toList();
        database.query(
                        JOURNALS,
                        row -> new Row(
                                row.getString("id"),
                                row.getString("status"),
                                row.getLong("next_seq"),
                                row.getLong("tokens_reserved"),
                                row.getLong("events"),
                                row.getLong("last"),
                                row.getString("end_type")),
                        ids)
                .forEach(row -> rows.put(row.id(), row));
        return rows;
    }

    private static void judge(Job job, Row row, Findings findings) {
        if (row == null) {
            findings.lost().add(job + " has no row");
            return;
        }
        if (!row.status().equals("COMPLETED") || !job.ended()) {
            findings.lost().add(job + " is " + row);
        }
        boolean gapFree = row.events() == row.last() && row.nextSeq() == row.last() + 1;
        boolean sameEnd = row.status().equals("COMPLETED") == "run.completed".equals(row.endType());
        boolean seen = !job.ended() || job.frames() == row.events();
        if (!gapFree || !sameEnd || !seen || (job.ended() && row.reserved() != 0)) {
            findings.broken().add(job + " is " + row);
        }
    }

    private void effects(Collection<Job> jobs, Findings findings) {
        JsonNode report = witness.report();
        JsonNode book = mcp.report();
        Map<String, String> states = states(
                jobs.stream().filter(job -> job.effect().sort() != Sort.PLAIN).toList());
        Collection<String> written =
                database.query(WRITTEN, row -> row.getString(1)).stream().collect(Collectors.toSet());
        Map<String, Long> rewritten = new TreeMap<>();
        database.query(REWRITTEN, row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(line -> rewritten.put(line.getKey(), line.getValue()));
        for (Job job : jobs) {
            for (String order : job.effect().orders(job.number())) {
                JsonNode line = (job.effect().sort() == Sort.MCP ? book : report)
                        .path(job.effect().path())
                        .path(order);
                if (job.effect() == EffectClass.TRANSACTIONAL) {
                    transactional(job, order, written, rewritten, findings);
                } else if (NOT_APPLIED.equals(states.get(order))) {
                    notApplied++;
                    notWitnessed(job, order, line, findings);
                } else {
                    witnessed(job, order, line, findings);
                }
            }
        }
    }

    private Map<String, String> states(Collection<Job> jobs) {
        Map<String, String> states = new TreeMap<>();
        List<String> runs = jobs.stream().map(Job::run).toList();
        database.query(
                        STATES,
                        row -> Map.entry(
                                Json.parse(row.getString(1)).path("order").asText(), row.getString(2)),
                        runs,
                        runs)
                .forEach(call -> states.put(call.getKey(), call.getValue()));
        return states;
    }

    /** A tool that cannot be reached is given up: then the journal says that nothing was done, and nothing may have been. */
    private static void notWitnessed(Job job, String order, JsonNode line, Findings findings) {
        if (!job.effect().hasNoEffect() && line.path("effects").asInt() > 0) {
            findings.broken().add(job + " says that " + order + " was not done: " + line);
        }
    }

    private static void transactional(
            Job job, String order, Collection<String> written, Map<String, Long> rewritten, Findings findings) {
        if (rewritten.containsKey(order)) {
            findings.duplicate(job.effect(), order + " was written " + rewritten.get(order) + " times");
        }
        if (job.ended() && !written.contains(order)) {
            findings.missing().add(job + " has not written " + order);
        }
    }

    /** A blind call may be missing: nobody knows, and nobody calls again. Reading twice is no effect twice. */
    private static void witnessed(Job job, String order, JsonNode line, Findings findings) {
        int effects = line.path("effects").asInt();
        if (!job.effect().hasNoEffect() && effects > 1) {
            findings.duplicate(job.effect(), order + " " + line);
        }
        if (!job.effect().hasNoEffect() && line.path("keys").size() > 1) {
            findings.broken().add(order + " was sent with several keys: " + line);
        }
        boolean needed = !job.effect().mayBeUnknown() && job.effect() != EffectClass.APPROVAL;
        if (job.ended() && needed && effects == 0) {
            findings.missing().add(job + " has not done " + order);
        }
    }
}

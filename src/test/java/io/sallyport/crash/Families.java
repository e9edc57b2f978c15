package io.sallyport.crash;

import io.sallyport.run.machine.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parents and their children, as PostgreSQL has them: one child for each call, all of them ended, every end told once, and a budget that
 * comes to what was used.
 */
final class Families {
    private static final String CHILDREN = """
            select id, parent_run, parent_call, status, next_seq, tokens_reserved + cost_reserved_nano as reserved,
                   (select count(*) from run_event e where e.run = r.id) as events
              from run r where parent_run = any(?) order by id
            """;
    private static final String CALLS =
            "select run, id, state from tool_call where run = any(?) order by run, step, ordinal";
    private static final String TOLD =
            "select run, kind, count(*) from signal where run = any(?) and kind = 'child_end' group by run, kind";
    private static final String ANSWERS =
            "select run, count(*) from run_event where run = any(?) and type = 'tool.completed' group by run";
    private static final String LEFT_LYING =
            "select run, kind, sender from run_mail where run = any(?) or sender = any(?)";

    private final Database database;

    Families(Database database) {
        this.database = database;
    }

    /** A row of {@link #CHILDREN}. */
    record Child(String id, String parent, String call, String status, long nextSeq, long reserved, long events) {}

    private record Call(String run, String id, String state) {}

    /** Adds what is wrong with the families of {@code parents} to {@code findings}. */
    void judge(List<Job> parents, Verdict.Findings findings) {
        Map<String, List<Child>> children = counted(parents, findings);
        Journals journals = new Journals(database);
        findings.broken().addAll(journals.disagreements(ids(children)));
        budgets(parents, children, journals, findings);
    }

    /** The rows alone: who is there, and what is about them. */
    Map<String, List<Child>> counted(List<Job> parents, Verdict.Findings findings) {
        List<String> ids = parents.stream().map(Job::run).toList();
        Map<String, List<Child>> children = children(ids);
        Map<String, List<Call>> calls = calls(ids);
        Map<String, Long> told = counts(TOLD, ids, 3);
        Map<String, Long> answers = counts(ANSWERS, ids, 2);
        for (Job job : parents) {
            List<Child> own = children.getOrDefault(job.run(), List.of());
            judge(job, own, calls.getOrDefault(job.run(), List.of()), findings);
            number(job, "ends of children told", told.getOrDefault(job.run(), 0L), own.size(), findings);
            number(job, "answers of children", answers.getOrDefault(job.run(), 0L), own.size(), findings);
        }
        database.query(
                        LEFT_LYING,
                        row -> row.getString(1) + " " + row.getString(2) + " of " + row.getString(3),
                        ids,
                        ids(children))
                .forEach(mail -> findings.broken().add("mail was not carried: " + mail));
        return children;
    }

    private static List<String> ids(Map<String, List<Child>> children) {
        return children.values().stream().flatMap(List::stream).map(Child::id).toList();
    }

    private static void judge(Job job, List<Child> children, List<Call> calls, Verdict.Findings findings) {
        number(job, "calls of other agents", calls.size(), EffectClass.CHILDREN, findings);
        for (Call call : calls) {
            long begun = children.stream()
                    .filter(child -> child.call().equals(call.id()))
                    .count();
            if (begun > 1) {
                findings.duplicate(job.effect(), job + " has begun " + begun + " children for " + call.id());
            }
            if (begun == 0) {
                findings.missing().add(job + " has begun no child for " + call);
            }
            if (!call.state().equals("SUCCEEDED")) {
                findings.lost().add(job + " has not had the answer to " + call);
            }
        }
        for (Child child : children) {
            if (!child.status().equals("COMPLETED")) {
                findings.lost().add(child + " of " + job);
            }
            if (child.nextSeq() != child.events() + 1 || child.reserved() != 0) {
                findings.broken().add(child + " of " + job);
            }
            if (calls.stream().noneMatch(call -> call.id().equals(child.call()))) {
                findings.broken().add(child + " is of no call of " + job);
            }
        }
    }

    private static void number(Job job, String what, long is, long expected, Verdict.Findings findings) {
        if (is != expected) {
            findings.broken().add(job + " has " + is + " " + what + " and not " + expected);
        }
    }

    /** What a parent has counted is what its children have used, and nothing is lent any more. */
    private static void budgets(
            List<Job> parents, Map<String, List<Child>> children, Journals journals, Verdict.Findings findings) {
        List<String> all = new ArrayList<>(parents.stream().map(Job::run).toList());
        children.values().forEach(own -> own.forEach(child -> all.add(child.id())));
        Map<String, RunState> states = journals.states(all);
        for (Job job : parents) {
            RunState parent = states.getOrDefault(job.run(), RunState.EMPTY);
            List<RunState> used = children.getOrDefault(job.run(), List.of()).stream()
                    .map(child -> states.getOrDefault(child.id(), RunState.EMPTY))
                    .toList();
            String counted = "%d tokens, %d steps, %d calls, lent %d, %d, %d, %d"
                    .formatted(
                            parent.spent().family().tokens(),
                            parent.spent().family().steps(),
                            parent.spent().family().toolCalls(),
                            parent.spent().family().lentTokens(),
                            parent.spent().family().lentCostNano(),
                            parent.spent().family().lentSteps(),
                            parent.spent().family().lentToolCalls());
            String sum = "%d tokens, %d steps, %d calls, lent 0, 0, 0, 0"
                    .formatted(
                            used.stream()
                                    .mapToLong(state -> state.spent().tokens())
                                    .sum(),
                            used.stream()
                                    .mapToInt(state -> state.steps().size())
                                    .sum(),
                            used.stream()
                                    .mapToInt(state -> state.spent().toolCalls())
                                    .sum());
            if (!counted.equals(sum)) {
                findings.broken().add(job + " has counted " + counted + " of its children, who have used " + sum);
            }
        }
    }

    private Map<String, List<Child>> children(List<String> parents) {
        Map<String, List<Child>> children = new TreeMap<>();
        database.query(
                        CHILDREN,
                        row -> new Child(
                                row.getString("id"),
                                row.getString("parent_run"),
                                row.getString("parent_call"),
                                row.getString("status"),
                                row.getLong("next_seq"),
                                row.getLong("reserved"),
                                row.getLong("events")),
                        parents)
                .forEach(child -> children.computeIfAbsent(child.parent(), none -> new ArrayList<>())
                        .add(child));
        return children;
    }

    private Map<String, List<Call>> calls(List<String> runs) {
        Map<String, List<Call>> calls = new TreeMap<>();
        database.query(CALLS, row -> new Call(row.getString(1), row.getString(2), row.getString(3)), runs)
                .forEach(call -> calls.computeIfAbsent(call.run(), none -> new ArrayList<>())
                        .add(call));
        return calls;
    }

    private Map<String, Long> counts(String sql, List<String> runs, int column) {
        Map<String, Long> counts = new TreeMap<>();
        database.query(sql, row -> Map.entry(row.getString(1), row.getLong(column)), runs)
                .forEach(line -> counts.put(line.getKey(), line.getValue()));
        return counts;
    }
}

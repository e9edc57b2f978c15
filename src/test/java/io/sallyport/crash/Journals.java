package io.sallyport.crash;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.JournalRows;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Folds journals and holds what they come to against the columns that single statements keep. */
final class Journals {
    private static final String EVENTS = "select e.run, " + JournalRows.COLUMNS + """

              from run_event e join run r on r.id = e.run left join blob b on b.tenant = r.tenant and b.sha256 = e.blob
             where e.run = any(?) order by e.run, e.seq
            """;
    private static final String ROWS = "select id, status from run where id = any(?)";
    private static final String LEDGER = "select run, id, state from tool_call where run = any(?)";

    private final Database database;

    Journals(Database database) {
        this.database = database;
    }

    /** What does not agree, one line each. */
    List<String> disagreements(List<String> runs) {
        Map<String, RunState> states = states(runs);
        List<String> wrong = new ArrayList<>();
        database.query(ROWS, row -> Map.entry(row.getString(1), row.getString(2)), runs)
                .forEach(row -> compare(
                        "status of " + row.getKey(),
                        row.getValue(),
                        states.getOrDefault(row.getKey(), RunState.EMPTY).status(),
                        wrong));
        database.query(LEDGER, row -> List.of(row.getString(1), row.getString(2), row.getString(3)), runs)
                .forEach(call -> compare(
                        "state of " + call.get(1) + " of " + call.get(0),
                        call.get(2),
                        states.getOrDefault(call.get(0), RunState.EMPTY)
                                .call(call.get(1))
                                .map(CallView::state)
                                .orElse(null),
                        wrong));
        return wrong;
    }

    /** Each run as its journal has it. */
    Map<String, RunState> states(List<String> runs) {
        Map<String, List<JournalEvent>> journals = new TreeMap<>();
        database.query(EVENTS, row -> Map.entry(row.getString("run"), JournalRows.event(row)), runs)
                .forEach(line -> journals.computeIfAbsent(line.getKey(), none -> new ArrayList<>())
                        .add(line.getValue()));
        Map<String, RunState> states = new TreeMap<>();
        journals.forEach((run, events) -> states.put(run, Fold.all(events)));
        return states;
    }

    private static void compare(String what, String row, Object journal, List<String> wrong) {
        if (!row.equals(String.valueOf(journal))) {
            wrong.add(what + ": the row says " + row + " and the journal " + journal);
        }
    }
}

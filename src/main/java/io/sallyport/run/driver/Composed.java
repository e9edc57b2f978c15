package io.sallyport.run.driver;

import io.sallyport.checkpoint.ApprovalRow;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.Totals;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Spent;
import java.time.Instant;
import java.util.List;

/**
 * What a draft's events are when they are written down, and what follows from them; the same whoever asks and wherever.
 *
 * @param after the state with the events folded in
 */
record Composed(RunState after, List<NewEvent> events, List<CallRow> calls, List<ApprovalRow> approvals) {

    static Composed of(List<RunEvent> events, RunState before, Instant now, String agent) {
        RunState after = before;
        for (RunEvent event : events) {
            after = Fold.apply(after, event, now);
        }
        return new Composed(
                after,
                events.stream().map(RunEventJson::write).toList(),
                Rows.calls(events, after),
                Rows.approvals(events, after, agent));
    }

    /** All that was spent, after {@code wallMillis} of running. */
    Totals totals(long wallMillis) {
        Spent spent = after.spent();
        return new Totals(
                wallMillis,
                after.steps().size(),
                spent.toolCalls(),
                spent.usage(),
                spent.reservedTokens() + spent.family().lentTokens(),
                spent.costNano(),
                spent.reservedCostNano() + spent.family().lentCostNano());
    }

    long bytes() {
        return events.stream()
                .mapToLong(event -> event.data().length()
                        + (event.content() == null ? 0 : event.content().length()))
                .sum();
    }
}

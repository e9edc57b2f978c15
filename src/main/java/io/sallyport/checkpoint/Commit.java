package io.sallyport.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * One fenced write: all of it or nothing, and only while {@code lease} is the latest and {@code expectedSeq} the next sequence number.
 *
 * @param id           names this commit, so that a lost answer can be told from a lost commit
 * @param expectedSeq  the sequence number of the first event
 * @param seenSignals  how many signals its author has taken into account; a commit into waiting or an end, and one that denies what nobody
 *                     approved in time, succeeds only if there are no others
 */
public record Commit(
        String id,
        CommitPoint point,
        Lease lease,
        long expectedSeq,
        long seenSignals,
        Ending ending,
        List<NewEvent> events,
        Totals totals,
        List<CallRow> calls,
        List<ApprovalRow> approvals,
        Optional<AttemptRow> attempt,
        List<KeyValueWrite> writes,
        Kin kin) {

    public Commit {
        events = List.copyOf(events);
        calls = List.copyOf(calls);
        approvals = List.copyOf(approvals);
        writes = List.copyOf(writes);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a commit without an event would leave no trace in the journal");
        }
    }

    /** Calls that are denied because nobody came: their approvals expire with this commit, and not a moment sooner or later. */
    public List<String> expired() {
        return calls.stream()
                .filter(call -> call.state() == CallState.DENIED && CallRow.APPROVAL_EXPIRED.equals(call.code()))
                .map(CallRow::id)
                .toList();
    }

    /** Whether a signal that its author has not seen stands against it. */
    public boolean mindsSignals() {
        return !(ending instanceof Ending.GoOn) || !expired().isEmpty();
    }
}

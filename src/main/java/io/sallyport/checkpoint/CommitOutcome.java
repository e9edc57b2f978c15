package io.sallyport.checkpoint;

import java.time.Instant;

/** What became of a commit. */
public sealed interface CommitOutcome {
    /**
     * It is durable.
     *
     * @param at       when, by the database's clock
     * @param leftWord whether it may have left {@link Mail} for other runs
     */
    record Committed(Instant at, boolean leftWord) implements CommitOutcome {}

    /** Nothing was written: signals have come that its author has not seen. Read the inbox and decide again. */
    record Signalled() implements CommitOutcome {}

    /** Nothing was written and nothing ever will be: the run belongs to another, or has ended. Stop. */
    record Lost() implements CommitOutcome {}
}

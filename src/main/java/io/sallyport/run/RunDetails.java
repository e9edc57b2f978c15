package io.sallyport.run;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.JournalEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done so far.
 *
 * @param ending    the last event that says why it waits or how it ended
 * @param answer    the last whole message of the model
 * @param questions events that ask a person something, the newest first; only while it waits for an answer
 */
public record RunDetails(
        List<StepLine> steps,
        List<CallLine> calls,
        List<ApprovalLine> approvals,
        Optional<JournalEvent> ending,
        Optional<JournalEvent> answer,
        List<JournalEvent> questions) {
    public RunDetails {
        steps = List.copyOf(steps);
        calls = List.copyOf(calls);
        approvals = List.copyOf(approvals);
        questions = List.copyOf(questions);
    }

    /** A step with the attempts at its model call. */
    public record StepLine(
            int step, Instant startedAt, @Nullable Instant endedAt, List<AttemptLine> attempts) {
        public StepLine {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * One attempt at a model call.
     *
     * @param state {@code STARTED}, {@code ANSWERED}, {@code FAILED} or {@code LOST}
     * @param usage what it took, once known
     */
    public record AttemptLine(
            int attempt,
            String state,
            String route,
            @Nullable String model,
            @Nullable String code,
            @Nullable Usage usage,
            @Nullable Long costNano,
            Instant startedAt,
            @Nullable Instant endedAt) {}
}

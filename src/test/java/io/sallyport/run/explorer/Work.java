package io.sallyport.run.explorer;

import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.machine.RunEvent;
import java.util.List;
import java.util.Optional;

/** What an owner has in hand. */
interface Work {

    /** What an attempt at a tool has come to. */
    enum Outcome {
        SUCCEEDED,
        REFUSED,
        RESET,
        NOT_SENT
    }

    /** Something that waits for its turn in the mailbox; what is committed is decided when its turn comes. */
    sealed interface Entry {
        record Awake() implements Entry {}

        record News(long after) implements Entry {}

        record Open() implements Entry {}

        record Reserve(int step, int attempt) implements Entry {}

        record Answer(int step, int attempt) implements Entry {}

        record Pause() implements Entry {}

        record Decide(List<String> calls) implements Entry {}

        record Intend(String call, int attempt) implements Entry {}

        /** @param known what the tool has said, where it has said something definite */
        record Done(String call, RunEvent event, Optional<Outcome> known) implements Entry {}

        record Settle(String call) implements Entry {}

        record End(RunEvent last, RunStatus status) implements Entry {}

        record Sleep(RunEvent.Waiting waiting) implements Entry {}
    }

    /** Something outside the mailbox that is under way. */
    record Activity(String call, int attempt, String key, Stage stage, boolean overtaken) {
        Activity at(Stage next) {
            return new Activity(call, attempt, key, next, overtaken);
        }

        Activity overtakenNow() {
            return new Activity(call, attempt, key, stage, true);
        }
    }

    /** How far it is. */
    enum Stage {
        /** A model thinks. */
        ASKED,
        /** The intent is written; the lease is looked at next. */
        ABOUT_TO_LOOK,
        /** It was looked at; the bytes are written next, or later. */
        ABOUT_TO_SEND,
        /** The tool is asked what became of the key. */
        LOOKING_UP
    }

    /** A request whose owner has lost the run; {@code listener}: a process is still there for the answer. */
    record Flight(String call, int attempt, String key, boolean listener, boolean overtaken) {
        Flight overtakenNow() {
            return new Flight(call, attempt, key, listener, true);
        }
    }

    /** What is to be committed. */
    record Draft(CommitPoint point, Ending ending, List<RunEvent> events, List<KeyValueWrite> writes) {
        static Draft of(CommitPoint point, List<RunEvent> events) {
            return new Draft(point, new Ending.GoOn(), events, List.of());
        }

        static Draft of(CommitPoint point, RunEvent event) {
            return of(point, List.of(event));
        }

        Draft ending(Ending how) {
            return new Draft(point, how, events, writes);
        }

        Draft with(List<KeyValueWrite> more) {
            return new Draft(point, ending, events, more);
        }
    }

    /** A commit that was sent and not answered. */
    record Sent(Entry entry, Draft draft, Commit commit) {}
}

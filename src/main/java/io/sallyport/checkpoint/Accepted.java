package io.sallyport.checkpoint;

/** What became of a run that was to be accepted. */
public sealed interface Accepted {
    /** It is durable. */
    record Created(RunRecord run) implements Accepted {}

    /** The same key has created {@code run} before, with the same body. */
    record Replayed(RunRecord run) implements Accepted {}

    /** The same key stands for another body. */
    record KeyReused() implements Accepted {}

    /** The thread's last run, named, has not ended, and waiting in line was not wanted. */
    record ThreadBusy(String run) implements Accepted {}

    /** The thread exists and is not this creator's, or another agent's. */
    record NoSuchThread() implements Accepted {}
}

package io.sallyport.run.stream;

/** Watches all readers of this replica. Called on event loops, on the hot path: be quick, never block, never throw. */
public interface StreamObserver {
    /** What a reader is given. */
    enum Frame {
        /** An event of the journal. */
        EVENT,
        /** A piece of an answer that is not committed yet. */
        PIECE,
        /** The stream's own word that the pieces so far are void. */
        RESET
    }

    /** Somebody follows a run. */
    void opened();

    /** A reader was given something. */
    void given(Frame frame);

    /** A reader that took nothing for too long is let go; {@link #closed} follows. */
    void tooSlow();

    /** Somebody does not follow a run any more. */
    void closed();
}

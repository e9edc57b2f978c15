package io.sallyport.idempotency.answer;

/** Watches keys on the model path. Called on any thread: be quick, never block, never throw. */
public interface KeyObserver {
    /** What a request with a key was told. */
    void asked(Asked outcome);

    /** What became of an execution under a key. */
    void ended(Ended outcome);

    /** What a request with a key was told. */
    enum Asked {
        EXECUTED,
        /** After an owner that was gone. */
        EXECUTED_AGAIN,
        REPLAYED,
        IN_FLIGHT,
        REUSED,
        /** It was done, and the answer was too large to be kept. */
        NOT_KEPT,
        /** The store could not be reached: nothing was done. */
        UNAVAILABLE
    }

    /** What became of an execution under a key. */
    enum Ended {
        KEPT,
        TOO_LARGE,
        /** A failure that a repetition may cure: the key is free again. */
        RELEASED,
        /** Another had taken the key over meanwhile: nothing was written. */
        OVERTAKEN,
        /** The store could not be reached for the time of a lease. */
        LOST
    }
}

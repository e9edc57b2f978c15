package io.sallyport.checkpoint;

/** What became of an erasure. */
public enum Erasure {
    /** What was said in the run is gone, now or since earlier. */
    ERASED,
    /** The run has not ended: nothing was changed. */
    NOT_ENDED,
    NO_SUCH_RUN
}

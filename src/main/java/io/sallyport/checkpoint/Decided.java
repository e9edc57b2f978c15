package io.sallyport.checkpoint;

/** What became of a decision. Only {@link Now} has changed anything. */
public sealed interface Decided {
    /** It counts; the run has been told by {@code signal}. */
    record Now(Signal signal) implements Decided {}

    /** Somebody was faster. */
    record Already(String by, Decision.Verdict verdict) implements Decided {}

    /** Its time is over, or its run's. */
    record Expired() implements Decided {}

    /** The person was shown other arguments than those that wait for approval. */
    record ArgumentsDiffer() implements Decided {}

    /** This run has no such approval. */
    record NotFound() implements Decided {}
}

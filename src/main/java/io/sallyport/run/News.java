package io.sallyport.run;

/** What replicas tell each other about a run while it happens. Whoever misses some of it finds the rest in the journal. */
public sealed interface News {
    /** Its journal may have grown. */
    record Committed() implements News {}

    /**
     * A piece of a model's answer, before the answer is committed.
     *
     * @param seq     the last event that was committed when this attempt began; the piece belongs behind it and before the next one
     * @param n       from 1, without gaps within the attempt
     * @param text    as the model said it
     */
    record Delta(long seq, int step, int attempt, int n, String text) implements News {}
}

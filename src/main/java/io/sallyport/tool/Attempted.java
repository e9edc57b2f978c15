package io.sallyport.tool;

/**
 * What came of an attempt, and what it says about the tool's health.
 *
 * @param outcome a {@link ToolOutcome} or a {@link LookUpOutcome}
 */
public record Attempted<T>(T outcome, Verdict verdict) {

    /** What an attempt says about the tool. */
    public enum Verdict {
        /** It is there and answers, be it with a refusal. */
        FINE,
        /** It is not there, does not answer, or answers that it is broken. */
        FAILED,
        /** An idle connection turned out to be dead, and repeating the attempt cannot do anything twice: it is worth doing at once. */
        STALE
    }

    public static <T> Attempted<T> fine(T outcome) {
        return new Attempted<>(outcome, Verdict.FINE);
    }

    public static <T> Attempted<T> failed(T outcome) {
        return new Attempted<>(outcome, Verdict.FAILED);
    }
}

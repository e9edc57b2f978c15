package io.sallyport.edge.openai;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.idempotency.KeyHeader;
import java.time.Duration;

/** What a request with a key, or without one, can be told instead of an answer. */
final class KeyProblems {
    private static final String SAME_AGAIN = "Send the same request with the same key.";
    private static final long LONGEST_WAIT = 5;

    private KeyProblems() {}

    static Problem required(String route) {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                        "The route " + route + " takes no request without the header " + KeyHeader.NAME + ".",
                        "Send a key that is new for each thing you want done, and the same when you repeat it.")
                .at(KeyHeader.NAME);
    }

    static Problem reused() {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "This key stands for a request with another body.",
                        "Take a new key, or send the body that the key was first used with.")
                .at(KeyHeader.NAME);
    }

    /** What has taken a second will hardly be over in less than another one. */
    static Problem inProgress(Duration age) {
        return Problem.of(ProblemCode.IN_PROGRESS, "The same request is under way.", SAME_AGAIN)
                .with(Problem.RETRY_AFTER_SECONDS, Math.clamp(age.toSeconds(), 1, LONGEST_WAIT));
    }

    static Problem notKept(int mostBytes) {
        return Problem.of(
                        ProblemCode.ANSWER_NOT_KEPT,
                        "This request was answered, and its answer was larger than the " + mostBytes
                                + " bytes that are kept.",
                        "Take a new key to have it executed again.")
                .at(KeyHeader.NAME);
    }

    static Problem unavailable() {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_UNAVAILABLE,
                        "The record of keys cannot be reached, so nothing was executed.",
                        SAME_AGAIN + " Without a key a request needs no record.")
                .with(Problem.RETRY_AFTER_SECONDS, 2);
    }
}

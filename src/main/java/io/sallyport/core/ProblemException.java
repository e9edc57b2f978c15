package io.sallyport.core;

/** Carries a {@link Problem} up a call stack or through a failed future. It has no stack trace: it is an answer, not a bug. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code().code() + ": " + problem.message(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

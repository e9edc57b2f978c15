package io.sallyport.resilience;

/**
 * A failure inside a guard, which tells the guard what it needs to know. It has no stack trace: outages produce many of them, and none
 * is a bug.
 */
public abstract class GuardedFailure extends RuntimeException {
    protected GuardedFailure(String message) {
        super(message, null, false, false);
    }

    /** Whether a breaker counts it as the callee's failure. */
    public abstract boolean countsForBreaker();

    /** Asked once for each failure: whether to try again. The answer may spend from a retry budget. */
    public abstract boolean mayRetry();

    /** How long to wait before trying again, in milliseconds; asked only after {@link #mayRetry} agreed. */
    public abstract long retryDelayMillis();
}

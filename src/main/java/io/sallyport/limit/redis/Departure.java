package io.sallyport.limit.redis;

/**
 * Whoever asks may be gone before the answer comes. What was taken for them is given back then, and only when it is known to have been taken:
 * the commands go over several connections, and the one that gives back must not be there first.
 */
final class Departure {
    private final Runnable giveBack;
    private boolean answered;
    private boolean left;

    /** @param giveBack run once, when both have happened */
    Departure(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /** The answer is here, or it is known that none will come. From any thread, once. */
    void answered() {
        boolean both;
        synchronized (this) {
            answered = true;
            both = left;
        }
        if (both) {
            giveBack.run();
        }
    }

    /** Nobody waits for the answer any more. From any thread, once. */
    void left() {
        boolean both;
        synchronized (this) {
            left = true;
            both = answered;
        }
        if (both) {
            giveBack.run();
        }
    }
}

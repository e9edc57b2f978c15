package io.sallyport.run;

import java.util.function.Consumer;

/** The other end of {@link Wakes}: who performs runs hears that one can be claimed, wherever that became so. */
public interface WakeCalls {
    /**
     * Tells {@code sleeper} of each call from now on, for as long as the process lives.
     *
     * @param sleeper takes the run's id; called on any thread; it must not block
     */
    void onWake(Consumer<String> sleeper);

    /**
     * Tells {@code owner} of each run that has something to read while somebody performs it.
     *
     * @param owner takes the run's id; called on any thread; it must not block
     */
    default void onNudge(Consumer<String> owner) {
        onWake(owner);
    }
}

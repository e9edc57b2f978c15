package io.sallyport.run;

import java.util.function.Consumer;

/**
 * News of runs, from whoever performs them to whoever watches them, on this replica and on others. Nothing in here fails, waits, or keeps what
 * it cannot deliver: pieces of answers may be lost, and so may the hint that a journal has grown. The journal is what counts.
 */
public interface RunNews {
    /** Tells everybody who watches {@code run}: those on this replica at once, on the calling thread. */
    void publish(String run, News news);

    /**
     * Hears of {@code run} from now on, and of {@link News.Committed} at least once whenever something may have been missed: so also when the
     * watching has really begun.
     *
     * @param listener called on any thread; it must not block
     */
    Watch watch(String run, Consumer<News> listener);

    /** Whether news of other replicas arrives at the moment. Where not, the journal has to be looked at more often. */
    boolean connected();

    /** A watch that has begun. */
    interface Watch extends AutoCloseable {
        /** Ends it; again does nothing. */
        @Override
        void close();
    }
}

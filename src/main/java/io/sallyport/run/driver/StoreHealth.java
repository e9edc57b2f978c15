package io.sallyport.run.driver;

import java.time.Duration;

/**
 * For how long this replica has reached the store without a failure. One that has never failed is taken to have been steady since ever: a run
 * that kills its owner has to be counted by the process that begins after it, too.
 */
final class StoreHealth {
    private static final Duration SINCE_EVER = Duration.ofDays(365);

    private volatile long steadySince;
    private volatile boolean failing;
    private volatile boolean failed;

    void reached() {
        if (failing) {
            failing = false;
            steadySince = System.nanoTime();
        }
    }

    void failed() {
        failed = true;
        failing = true;
    }

    Duration steady() {
        if (!failed) {
            return SINCE_EVER;
        }
        return failing ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - steadySince);
    }
}

package io.sallyport.run.driver;

import java.time.Duration;

/** For how long this replica has reached the store without a failure. */
final class StoreHealth {
    private volatile long steadySince = System.nanoTime();
    private volatile boolean failing;

    void reached() {
        if (failing) {
            failing = false;
            steadySince = System.nanoTime();
        }
    }

    void failed() {
        failing = true;
    }

    Duration steady() {
        return failing ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - steadySince);
    }
}

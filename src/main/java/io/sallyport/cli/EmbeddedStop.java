package io.sallyport.cli;

import io.sallyport.core.Permitted;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops the embedded services after the server. Shutdown hooks run side by side: the server's own hook drains requests that still need
 * the stores.
 *
 * @param services    stops them
 * @param serverEnded reaches zero when nobody needs them any more
 * @param limit       how long they wait for that
 */
record EmbeddedStop(Runnable services, CountDownLatch serverEnded, Duration limit) implements Runnable {

    @Override
    @Permitted(because = "a shutdown hook has a thread of its own, and the wait is bounded")
    public void run() {
        try {
            var _ = serverEnded.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.run();
    }
}

package io.sallyport.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Paced streams of one event loop. All are paced alike, so a queue in order of what is due next serves them without a timer each: its
 * head is always the next. A stream that is late gets its chunks one by one until it has caught up.
 */
final class Pace {
    static final long BETWEEN_CHUNKS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Vertx vertx;
    private final Deque<Paced> inOrder = new ArrayDeque<>();

    Pace(Vertx vertx) {
        this.vertx = vertx;
    }

    void take(HttpServerResponse response, int chunks) {
        response.exceptionHandler(gone -> {}); // seen when the next chunk is due
        Wire.opening(response);
        if (inOrder.isEmpty()) {
            var _ = vertx.setPeriodic(1, this::sendWhatIsDue);
        }
        inOrder.addLast(new Paced(response, chunks - 1));
    }

    private void sendWhatIsDue(long timer) {
        long now = System.nanoTime();
        for (Paced next = inOrder.peekFirst(); next != null && next.due <= now; next = inOrder.peekFirst()) {
            inOrder.removeFirst();
            if (next.send()) {
                inOrder.addLast(next);
            }
        }
        if (inOrder.isEmpty()) {
            vertx.cancelTimer(timer);
        }
    }

    private static final class Paced {
        private final HttpServerResponse response;
        private int left;
        private long due = System.nanoTime() + BETWEEN_CHUNKS;

        private Paced(HttpServerResponse response, int left) {
            this.response = response;
            this.left = left;
        }

        /** Sends what is due; whether more is to come. */
        private boolean send() {
            due += BETWEEN_CHUNKS;
            if (response.closed()) {
                return false;
            }
            if (left-- > 0) {
                response.write(Wire.CHUNK);
                return true;
            }
            Wire.closing(response);
            return false;
        }
    }
}

package io.sallyport.edge.runs;

import io.sallyport.edge.health.Draining;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The part of an event stream that is the same whatever it tells: head, heartbeats, and its end, whoever wants it to end. Used on the
 * connection's context alone. Nothing is queued here: who writes asks first whether there is room.
 */
final class SseConversation {
    /** How soon an {@code EventSource} comes back; and the first bytes, which bring the head to the client. */
    private static final String OPENING = "retry: 1000\n\n";

    private static final String HEARTBEAT = ": still here\n\n";

    /** A client that has taken nothing for so many heartbeats is let go; it can come back. */
    private static final int PATIENCE = 12;

    private final HttpServerResponse response;
    private final Context home;
    private final String leaving;
    private final Told told;
    private Draining.@Nullable Active served;
    private long timer;
    private int stuck;
    private boolean over;

    /** What whoever tells something has to know. */
    interface Told {
        /** There is room again. */
        void room();

        /** The client is let go because it does not read; {@link #over} follows. */
        void slow();

        /** Nothing can be written any more. Called once. */
        void over();
    }

    /** @param leaving what is said last to a client that is asked to come back */
    SseConversation(HttpServerResponse response, Context home, String leaving, Told told) {
        this.response = response;
        this.home = home;
        this.leaving = leaving;
        this.told = told;
    }

    void begin(long heartbeatMillis, Draining draining) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.closeHandler(closed -> gone());
        response.exceptionHandler(broken -> gone());
        response.drainHandler(drained -> told.room());
        var _ = response.write(OPENING);
        timer = home.owner().setPeriodic(heartbeatMillis, beat -> beat());
        served = draining.registerContinuable("an event stream", () -> home.runOnContext(here -> leave()));
    }

    boolean isOver() {
        return over;
    }

    boolean hasRoom() {
        return !response.writeQueueFull();
    }

    void write(Buffer frame) {
        if (!over) {
            var _ = response.write(frame);
        }
    }

    /** All is said. */
    void end() {
        if (!over) {
            finish();
            var _ = response.end().onComplete(done -> left());
        }
    }

    /** The client is to come back, to another replica perhaps. */
    void leave() {
        if (!over) {
            finish();
            var _ = response.end(leaving).onComplete(done -> left());
        }
    }

    private void beat() {
        if (hasRoom()) {
            stuck = 0;
            var _ = response.write(HEARTBEAT);
        } else if (++stuck == PATIENCE) {
            told.slow();
            gone();
            var _ = response.reset();
        }
    }

    private void gone() {
        if (!over) {
            finish();
            left();
        }
    }

    private void finish() {
        over = true;
        home.owner().cancelTimer(timer);
        told.over();
    }

    private void left() {
        Draining.Active done = served;
        if (done != null) {
            done.ended();
        }
    }
}

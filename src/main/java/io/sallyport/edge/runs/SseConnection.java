package io.sallyport.edge.runs;

import io.sallyport.core.Bytes;
import io.sallyport.edge.health.Draining;
import io.sallyport.run.stream.Cursor;
import io.sallyport.run.stream.Reader;
import io.sallyport.run.stream.Reading;
import io.sallyport.run.stream.RunStreams;
import io.sallyport.run.stream.SseFrames;
import io.sallyport.run.stream.StreamItem;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One client's event stream, from head to end, on its own event loop. Nothing is queued beyond what the connection takes; a client that leaves
 * changes nothing for the run.
 */
final class SseConnection implements Reader {
    /** How soon an {@code EventSource} comes back; and the first bytes, which bring the head to the client. */
    private static final String OPENING = "retry: 1000\n\n";

    private static final String HEARTBEAT = ": still here\n\n";
    private static final String LEAVING = ": this replica is leaving, come back with your cursor\n\n";

    /** A client that has taken nothing for so many heartbeats is let go; it can come back with its cursor. */
    private static final int PATIENCE = 12;

    private final HttpServerResponse response;
    private final Context home;
    private final String run;
    private final long heartbeatMillis;
    private @Nullable Reading reading;
    private Draining.@Nullable Active served;
    private long timer;
    private int stuck;
    private boolean over;

    SseConnection(RoutingContext http, String run, long heartbeatMillis) {
        this.response = http.response();
        this.home = ContextInternal.current();
        this.run = run;
        this.heartbeatMillis = heartbeatMillis;
    }

    void begin(RunStreams streams, Cursor cursor, Draining draining) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .putHeader(RunHeaders.RUN, run);
        response.closeHandler(closed -> gone());
        response.exceptionHandler(broken -> gone());
        response.drainHandler(drained -> resume());
        var _ = response.write(OPENING);
        timer = home.owner().setPeriodic(heartbeatMillis, beat -> beat());
        served = draining.registerContinuable(() -> home.runOnContext(here -> leave()));
        if (!over) {
            reading = streams.follow(run, cursor, task -> home.runOnContext(here -> task.run()), this);
        }
    }

    @Override
    public boolean ready() {
        return !response.writeQueueFull();
    }

    @Override
    public void take(StreamItem item) {
        if (!over) {
            var _ = response.write(Buffer.buffer(frame(item).array()));
        }
    }

    private Bytes frame(StreamItem item) {
        return switch (item) {
            case StreamItem.Durable event -> event.frame();
            case StreamItem.Delta piece -> SseFrames.of(run, piece);
            case StreamItem.TakenBack taken -> SseFrames.of(run, taken);
        };
    }

    @Override
    public void end() {
        if (!over) {
            over();
            var _ = response.end().onComplete(done -> left());
        }
    }

    private void resume() {
        Reading now = reading;
        if (now != null) {
            now.resume();
        }
    }

    private void beat() {
        if (!response.writeQueueFull()) {
            stuck = 0;
            var _ = response.write(HEARTBEAT);
        } else if (++stuck == PATIENCE) {
            Reading slow = reading;
            if (slow != null) {
                slow.letGo();
            }
            gone();
            var _ = response.reset();
        }
    }

    private void leave() {
        if (!over) {
            over();
            var _ = response.end(LEAVING).onComplete(done -> left());
        }
    }

    private void gone() {
        if (!over) {
            over();
            left();
        }
    }

    private void over() {
        over = true;
        home.owner().cancelTimer(timer);
        Reading ended = reading;
        reading = null;
        if (ended != null) {
            ended.close();
        }
    }

    private void left() {
        Draining.Active done = served;
        if (done != null) {
            done.ended();
        }
    }
}

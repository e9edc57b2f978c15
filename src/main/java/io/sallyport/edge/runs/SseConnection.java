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
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One client's event stream, from head to end, on its own event loop. Nothing is queued beyond what the connection takes; a client that leaves
 * changes nothing for the run.
 */
final class SseConnection implements Reader, SseConversation.Told {
    private static final String LEAVING = ": this replica is leaving, come back with your cursor\n\n";

    private final HttpServerResponse response;
    private final Context home;
    private final SseConversation client;
    private final String run;
    private @Nullable Reading reading;

    SseConnection(RoutingContext http, String run) {
        this.response = http.response();
        this.home = ContextInternal.current();
        this.client = new SseConversation(response, home, LEAVING, this);
        this.run = run;
    }

    void begin(RunStreams streams, Cursor cursor, long heartbeatMillis, Draining draining) {
        response.putHeader(RunHeaders.RUN, run);
        client.begin(heartbeatMillis, draining);
        if (!client.isOver()) {
            reading = streams.follow(run, cursor, task -> home.runOnContext(here -> task.run()), this);
        }
    }

    @Override
    public boolean ready() {
        return client.hasRoom();
    }

    @Override
    public void take(StreamItem item) {
        if (!client.isOver()) {
            client.write(Buffer.buffer(frame(item).array()));
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
        client.end();
    }

    @Override
    public void room() {
        Reading now = reading;
        if (now != null) {
            now.resume();
        }
    }

    @Override
    public void slow() {
        Reading now = reading;
        if (now != null) {
            now.letGo();
        }
    }

    @Override
    public void over() {
        Reading ended = reading;
        reading = null;
        if (ended != null) {
            ended.close();
        }
    }
}

package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.ProblemException;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.health.Draining;
import io.sallyport.run.stream.Cursor;
import io.sallyport.run.stream.RunStreams;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Begins the event stream that a request asks for, or says why there is none. */
@Singleton
class SseAnswer implements RunEventStream {
    private static final int NO_CONTENT = 204;

    private final RunStreams streams;
    private final Draining draining;
    private final long heartbeatMillis;

    SseAnswer(RunStreams streams, Draining draining, SallyportConfig config) {
        this.streams = streams;
        this.draining = draining;
        this.heartbeatMillis = config.stream().heartbeat().toMillis();
    }

    @Override
    public void serve(RoutingContext http, RunRecord run) {
        Cursor cursor;
        try {
            cursor = SseCursor.of(http.request(), run);
        } catch (ProblemException refused) {
            ProblemWriter.write(http, refused.problem());
            return;
        }
        if (http.response().closed()) {
            return; // it has left while we were looking for the run
        }
        if (run.status().terminal() && cursor.seq() >= run.nextSeq() - 1) {
            // Which stops an EventSource: it does not come back (HTML Living Standard, section 9.2.3).
            var _ = http.response().setStatusCode(NO_CONTENT).end();
            return;
        }
        new SseConnection(http, run.id()).begin(streams, cursor, heartbeatMillis, draining);
    }
}

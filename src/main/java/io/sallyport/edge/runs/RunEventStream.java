package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunRecord;
import io.vertx.ext.web.RoutingContext;

/** Answers a request with a run's events as an event stream: history after a cursor, then live, until the run has ended. */
public interface RunEventStream {
    /**
     * Takes the answer over. Called on the request's event loop, with nothing written yet; headers that were set are kept. Who calls has made
     * sure that the caller may read {@code run}. The cursor is the request's own: {@code Last-Event-ID}, else {@code ?after=}, else the
     * beginning.
     */
    void serve(RoutingContext http, RunRecord run);
}

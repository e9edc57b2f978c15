package io.sallyport.edge.runs;

import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.run.RunFilter;
import io.sallyport.run.Runs;
import io.sallyport.run.ThreadLine;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Conversations. */
@Path("/v1/threads/{thread}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class ThreadsResource {
    private static final int NEWEST = 50;

    private final Runs runs;

    ThreadsResource(Runs runs) {
        this.runs = runs;
    }

    /** A thread with its newest runs. */
    @GET
    @Operation(operationId = "getThread", summary = "A conversation with its newest runs.")
    public Uni<ThreadAnswer> one(@PathParam("thread") String thread, @Context RoutingContext http) {
        Caller caller = Door.callerOf(http);
        return runs.thread(caller, thread)
                .chain(line -> runs.list(all(line)).map(found -> ThreadAnswer.of(line, RunPage.of(found, NEWEST))));
    }

    private static RunFilter all(ThreadLine line) {
        return new RunFilter(
                line.tenant(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(line.id()),
                Optional.empty(),
                Optional.empty(),
                NEWEST + 1);
    }
}

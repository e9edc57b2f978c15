package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.filter.Door;
import io.sallyport.run.Runs;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs: listed, read, cancelled, erased. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class RunsResource {
    private static final int LONGEST_REASON = 1000;

    private final Runs runs;

    RunsResource(Runs runs) {
        this.runs = runs;
    }

    /** The caller's own runs, the newest first; everybody's of the tenant for administrators who ask for {@code all=true}. */
    @GET
    @Operation(operationId = "listRuns", summary = "The caller's own runs, the newest first.")
    public Uni<RunPage> list(
            @QueryParam("agent") @Nullable String agent,
            @QueryParam("thread") @Nullable String thread,
            @Parameter(schema = @Schema(ref = "RunStatus")) @QueryParam("status") @Nullable String status,
            @Parameter(
                            description = "Everybody's of the tenant, for administrators.",
                            schema = @Schema(implementation = Boolean.class))
                    @QueryParam("all")
                    @Nullable
                    String all,
            @QueryParam("after") @Nullable String after,
            @Parameter(description = "How many at most.", schema = @Schema(ref = "Limit"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Context RoutingContext http) {
        RunQuery query = new RunQuery(agent, thread, status, all, after, limit);
        return runs.list(query.filter(Door.callerOf(http))).map(found -> RunPage.of(found, query.size()));
    }

    /** Everything about a run but what was said in it. */
    @GET
    @Path("/{run}")
    @Operation(operationId = "getRun", summary = "Everything about a run but what was said in it.")
    public Uni<RunAnswer> one(@PathParam("run") String run, @Context RoutingContext http) {
        return runs.view(Door.callerOf(http), run).map(RunAnswer::of);
    }

    /** Its events after a cursor. {@link RunStreamRoutes} answers those that want a stream. */
    @GET
    @Path("/{run}/events")
    @Operation(operationId = "listRunEvents", summary = "The events of a run after a cursor.")
    @Parameter(
            name = SseCursor.HEADER,
            in = ParameterIn.HEADER,
            description =
                    "What a stream begins behind, before after is looked at. Clients send it by themselves when they connect again.",
            schema = @Schema(implementation = String.class, pattern = "^[0-9]+(\\.[0-9]+\\.[0-9]+)?$"))
    @APIResponse(
            responseCode = "200",
            description = "A page of events, or the event stream where Accept asks for one.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "EventPage")),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class))
            })
    @APIResponse(
            responseCode = "204",
            description = "To a stream whose cursor is at the end: nothing will ever follow.")
    public Uni<byte[]> events(
            @PathParam("run") String run,
            @Parameter(
                            description =
                                    "The seq of the event behind which the answer begins. A stream also takes the id of a piece"
                                            + " of one, such as 7.1.3; a page does not.",
                            schema = @Schema(ref = "EventCursor"))
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(description = "How many at most.", schema = @Schema(ref = "Limit"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Context RoutingContext http) {
        long cursor = Pages.cursor(after);
        int most = Pages.limit(limit);
        return runs.find(Door.callerOf(http), run)
                .chain(record -> EventPage.of(record, cursor, most, (from, count) -> runs.events(record, from, count)));
    }

    /** Wants it to stop. */
    @POST
    @Path("/{run}/cancel")
    @Operation(operationId = "cancelRun", summary = "Wants the run to stop before its next commit.")
    @RequestBody(
            required = false,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CancelRun")))
    @APIResponse(
            responseCode = "202",
            description = "It will stop, or has stopped.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunTicket.class)))
    public Uni<Response> cancel(@PathParam("run") String run, byte @Nullable [] body, @Context RoutingContext http) {
        return LargeBodies.read(http.vertx(), Fields.bytes(body), () -> cancelled(run, body, http))
                .map(RunTicket::of)
                .map(ticket -> Response.accepted(ticket).build());
    }

    private Uni<RunRecord> cancelled(String run, byte @Nullable [] body, RoutingContext http) {
        Optional<String> reason = Fields.of(body, "reason").text("reason", LONGEST_REASON);
        return runs.cancel(Door.callerOf(http), run, reason);
    }

    /** Erases what was said in it. */
    @DELETE
    @Path("/{run}")
    @Operation(operationId = "eraseRun", summary = "Erases what was said in an ended run; the skeleton stays.")
    @APIResponse(responseCode = "204", description = "It is gone, now or since earlier.")
    public Uni<Void> erase(@PathParam("run") String run, @Context RoutingContext http) {
        return runs.erase(Door.callerOf(http), run);
    }
}

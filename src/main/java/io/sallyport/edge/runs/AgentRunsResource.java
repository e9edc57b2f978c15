package io.sallyport.edge.runs;

import io.sallyport.edge.body.LargeBodies;
import io.sallyport.run.Runs;
import io.sallyport.run.Started;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Orders for agents. */
@Path("/v1/agents/{agent}/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class AgentRunsResource {
    private final Runs runs;

    AgentRunsResource(Runs runs) {
        this.runs = runs;
    }

    /** Starts a run: with the answer it is durable. {@link RunStreamRoutes} answers those that want a stream. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "startRun", summary = "Starts a run; with the answer it is durable.")
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description = "Names what is to be done once.",
            schema = @Schema(implementation = String.class, maxLength = 257))
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "StartRun")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted, now or by an earlier request with the same key.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunTicket.class)))
    @APIResponse(
            responseCode = "200",
            description = "The event stream, where Accept asks for one: id is the seq, data the event.",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    public Uni<Response> start(@PathParam("agent") String agent, byte @Nullable [] body, @Context RoutingContext http) {
        return LargeBodies.read(http.vertx(), Fields.bytes(body), () -> runs.start(StartBody.read(http, agent, body)))
                .map(AgentRunsResource::accepted);
    }

    private static Response accepted(Started started) {
        Response.ResponseBuilder answer = Response.accepted(RunTicket.accepted(started.run()));
        RunHeaders.of(started).forEach(answer::header);
        return answer.build();
    }
}

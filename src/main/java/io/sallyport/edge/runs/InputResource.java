package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.filter.Door;
import io.sallyport.run.Answers;
import io.sallyport.run.Reauthentication;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Answers to what a run asks a person. */
@Path("/v1/runs/{run}/input")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class InputResource {
    private static final String REAUTHENTICATE = "reauthenticate";

    private final Answers answers;
    private final Reauthentication users;

    InputResource(Answers answers, Reauthentication users) {
        this.answers = answers;
        this.users = users;
    }

    /** Answers the question of {@code call}, or the only one that is open; or takes the user's token for a run that waits for it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "giveInput", summary = "Answers a question of the run, or signs its user in again.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "GiveInput")))
    @APIResponse(
            responseCode = "202",
            description = "The run has been told.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunTicket.class)))
    public Uni<Response> answer(@PathParam("run") String run, byte @Nullable [] body, @Context RoutingContext http) {
        return LargeBodies.read(http.vertx(), Fields.bytes(body), () -> told(run, body, http))
                .map(record -> Response.accepted(RunTicket.of(record)).build());
    }

    private Uni<RunRecord> told(String run, byte @Nullable [] body, RoutingContext http) {
        Fields fields = Fields.of(body, "call", "answer", REAUTHENTICATE);
        if (fields.get(REAUTHENTICATE).isPresent()) {
            return reauthenticated(run, fields, http);
        }
        return answers.answer(
                Door.callerOf(http),
                run,
                fields.text("call", 100),
                fields.required("answer", "Send {\"answer\": …} as the question asks for."));
    }

    private Uni<RunRecord> reauthenticated(String run, Fields fields, RoutingContext http) {
        boolean alone = fields.get("call").isEmpty() && fields.get("answer").isEmpty();
        if (!alone
                || !fields.get(REAUTHENTICATE).filter(BooleanNode.TRUE::equals).isPresent()) {
            throw Fields.bad(
                    REAUTHENTICATE,
                    "is not the only member, or not true",
                    "Send {\"reauthenticate\": true} and nothing else, with the user's own access token.");
        }
        return users.by(Door.callerOf(http), run);
    }
}

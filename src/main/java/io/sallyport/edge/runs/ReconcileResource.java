package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.filter.Door;
import io.sallyport.run.Answers;
import io.sallyport.run.Reconciliation;
import io.sallyport.run.Reconciliation.Outcome;
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
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a person found out about a call whose outcome was not known. */
@Path("/v1/runs/{run}/tool-calls/{call}/reconcile")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class ReconcileResource {
    private static final int LONGEST_NOTE = 1000;

    private final Answers answers;

    ReconcileResource(Answers answers) {
        this.answers = answers;
    }

    /** Settles the call. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "reconcileCall", summary = "Settles a tool call whose outcome nobody knows.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "ReconcileCall")))
    @APIResponse(
            responseCode = "202",
            description = "The run has been told.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunTicket.class)))
    public Uni<Response> reconcile(
            @PathParam("run") String run,
            @PathParam("call") String call,
            byte @Nullable [] body,
            @Context RoutingContext http) {
        Supplier<Uni<RunRecord>> told = () -> answers.reconcile(
                Door.callerOf(http), run, call, finding(Fields.of(body, "outcome", "result", "note")));
        return LargeBodies.read(http.vertx(), Fields.bytes(body), told)
                .map(record -> Response.accepted(RunTicket.of(record)).build());
    }

    private static Reconciliation finding(Fields body) {
        var _ = body.required("outcome", "Send applied, notApplied or abandon.");
        var _ = body.required("note", "Say how it was found out.");
        Outcome outcome = body.word("outcome", "applied", "notApplied", "abandon")
                .map(ReconcileResource::outcome)
                .orElseThrow();
        if (outcome != Outcome.APPLIED && body.get("result").isPresent()) {
            throw Fields.bad("result", "is given although nothing was applied", "Omit it.");
        }
        return new Reconciliation(
                outcome, body.get("result"), body.text("note", LONGEST_NOTE).orElseThrow());
    }

    private static Outcome outcome(String word) {
        return switch (word) {
            case "applied" -> Outcome.APPLIED;
            case "notApplied" -> Outcome.NOT_APPLIED;
            default -> Outcome.ABANDONED;
        };
    }
}

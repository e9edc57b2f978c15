package io.sallyport.edge.runs;

import io.sallyport.checkpoint.Decision;
import io.sallyport.core.Sha256;
import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.filter.Door;
import io.sallyport.run.ApprovalLine;
import io.sallyport.run.Approvals;
import io.sallyport.run.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A person's yes or no to a call. */
@Path("/v1/runs/{run}/approvals/{approval}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class RunApprovalsResource {
    private static final int LONGEST_REASON = 1000;

    private final Approvals approvals;

    RunApprovalsResource(Approvals approvals) {
        this.approvals = approvals;
    }

    /** Decides, once for all. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "decideApproval", summary = "A person's yes or no to a tool call, once for all.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "DecideApproval")))
    @APIResponse(
            responseCode = "200",
            description = "Decided.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApprovalAnswer.class)))
    public Uni<ApprovalAnswer> decide(
            @PathParam("run") String run,
            @PathParam("approval") String approval,
            byte @Nullable [] body,
            @Context RoutingContext http) {
        Supplier<Uni<ApprovalLine>> decided = () -> approvals.decide(
                Door.callerOf(http),
                run,
                approval,
                verdict(Fields.of(body, "decision", "reason", "argumentsHash", "arguments")));
        return LargeBodies.read(http.vertx(), Fields.bytes(body), decided).map(ApprovalAnswer::of);
    }

    private static Verdict verdict(Fields body) {
        var _ = body.required("decision", "Send {\"decision\": \"approve\"} or {\"decision\": \"deny\"}.");
        boolean yes = body.word("decision", "approve", "deny")
                .filter("approve"::equals)
                .isPresent();
        return new Verdict(
                yes ? Decision.Verdict.APPROVED : Decision.Verdict.DENIED,
                body.text("reason", LONGEST_REASON),
                body.text("argumentsHash", 64).map(RunApprovalsResource::hash),
                body.get("arguments"));
    }

    private static Sha256 hash(String hex) {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw Fields.bad(
                    "argumentsHash",
                    "is not a SHA-256 of 64 lower-case digits",
                    "Send the one that the approval shows.");
        }
        return Sha256.fromHex(hex);
    }
}

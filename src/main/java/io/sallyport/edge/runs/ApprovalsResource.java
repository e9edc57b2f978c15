package io.sallyport.edge.runs;

import io.sallyport.edge.filter.Door;
import io.sallyport.run.Approvals;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What waits for the caller's yes or no. */
@Path("/v1/approvals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class ApprovalsResource {
    private final Approvals approvals;

    ApprovalsResource(Approvals approvals) {
        this.approvals = approvals;
    }

    /** Open approvals that the caller may decide, the oldest first. {@link ApprovalStreamRoutes} answers those that want a stream. */
    @GET
    @Operation(operationId = "listApprovals", summary = "What waits for the caller's yes or no, the oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "A page of what waits, or the event stream of it where Accept asks for one.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ApprovalPage.class)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class))
            })
    public Uni<ApprovalPage> list(
            @QueryParam("after") @Nullable String after,
            @Parameter(description = "How many are looked at.", schema = @Schema(ref = "Limit"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Context RoutingContext http) {
        return approvals
                .waiting(Door.callerOf(http), Pages.id("after", after).orElse(null), Pages.limit(limit))
                .map(found -> new ApprovalPage(
                        found.lines().stream().map(ApprovalAnswer::of).toList(), found.next()));
    }
}

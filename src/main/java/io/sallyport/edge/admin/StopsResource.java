package io.sallyport.edge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Replica;
import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopLedger;
import io.sallyport.stop.StopOrder;
import io.sallyport.stop.Stops;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

/** The kill switch. */
@Path("/v1/admin/stops")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
public class StopsResource {
    private final StopLedger ledger;
    private final Stops stops;
    private final Replica replica;

    @Inject
    StopsResource(StopLedger ledger, Stops stops, Replica replica) {
        this.ledger = ledger;
        this.stops = stops;
        this.replica = replica;
    }

    /** What is stopped, as this replica knows it: it answers whether the store does or not. */
    @GET
    @Operation(operationId = "listStops", summary = "What is stopped, as this replica knows it.")
    public StopViews.Standing standing(@Context RoutingContext context) {
        return StopViews.standing(replica.name(), stops, Door.callerOf(context).catalog());
    }

    /** What was ever stopped, by whom, and who has lifted it. */
    @GET
    @Path("/history")
    @Operation(operationId = "listStopHistory", summary = "What was ever stopped, the newest first.")
    public Uni<StopViews.History> history(
            @QueryParam("limit") @Nullable String limit, @Context RoutingContext context) {
        var catalog = Door.callerOf(context).catalog();
        return ledger.history(Paging.limit(limit)).map(found -> StopViews.history(found, catalog));
    }

    /** Stops something on every replica. What is stopped already stays as it is. */
    @PUT
    @Path("/{kind}/{name:.+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "stop", summary = "Stops an agent, a tool, a principal or a prompt on every replica.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "StopOrder")))
    @APIResponse(
            responseCode = "200",
            description = "It is stopped: by this request (201), or was before.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StopViews.StopView.class)))
    public Uni<Response> stop(
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @Nullable JsonNode body,
            @Context RoutingContext context) {
        Caller caller = Door.callerOf(context);
        StopOrder order = StopOrders.parse(kind, name, body, caller);
        return ledger.put(order)
                .map(put -> Response.status(put.isNew() ? Response.Status.CREATED : Response.Status.OK)
                        .entity(StopViews.view(put.record(), caller.catalog()))
                        .build());
    }

    /** Lifts a stop. */
    @DELETE
    @Path("/{kind}/{name:.+}")
    @Operation(operationId = "liftStop", summary = "Lifts a stop on every replica.")
    public Uni<StopViews.StopView> lift(
            @PathParam("kind") String kind, @PathParam("name") String name, @Context RoutingContext context) {
        Caller caller = Door.callerOf(context);
        StopKind known = StopOrders.kind(kind);
        return ledger.lift(known, name, StopOrders.actor(caller.identity()))
                .map(lifted -> lifted.map(record -> StopViews.view(record, caller.catalog()))
                        .orElseThrow(() -> StopOrders.notStopped(known, name)));
    }
}

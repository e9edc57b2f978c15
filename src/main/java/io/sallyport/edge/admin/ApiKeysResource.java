package io.sallyport.edge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.identity.key.ApiKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys: made, listed, ended. The key itself is in one answer only, the one to the request that made it. */
@Path("/v1/admin/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
public class ApiKeysResource {
    private final ApiKeys keys;
    private final InstantSource clock = InstantSource.system();

    @Inject
    ApiKeysResource(ApiKeys keys) {
        this.keys = keys;
    }

    /** Makes a key. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "issueApiKey", summary = "Makes a key; only this answer holds it.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "ApiKeyOrder")))
    @APIResponse(
            responseCode = "201",
            description = "Made.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = KeyViews.Key.class)))
    public Uni<Response> issue(@Nullable JsonNode body, @Context RoutingContext context) {
        Caller caller = Door.callerOf(context);
        return keys.issue(KeyOrders.parse(body, caller, clock.instant()))
                .map(KeyViews::issued)
                .map(view -> Response.created(URI.create("/v1/admin/api-keys/" + view.id()))
                        .entity(view)
                        .header("Cache-Control", "no-store")
                        .build());
    }

    /** Lists keys, the newest first. */
    @GET
    @Operation(operationId = "listApiKeys", summary = "Keys, the newest first.")
    public Uni<KeyViews.Page> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("after") @Nullable String after) {
        int size = Paging.limit(limit);
        return keys.list(size + 1, Optional.ofNullable(after)).map(found -> KeyViews.page(found, size));
    }

    /** Ends a key. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "revokeApiKey", summary = "Ends a key on every replica.")
    public Uni<KeyViews.Key> revoke(@PathParam("id") String id, @Context RoutingContext context) {
        return keys.revoke(id, Door.callerOf(context).identity().client())
                .map(ended -> ended.map(KeyViews::key)
                        .orElseThrow(
                                () -> Problem.of(ProblemCode.NOT_FOUND, "There is no API key with the id " + id + ".")
                                        .exception()));
    }
}

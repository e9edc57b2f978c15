package io.sallyport.edge.admin;

import io.sallyport.catalog.CatalogSource;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.Replica;
import io.sallyport.routing.DecisionLog;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The why-chosen records of this replica, newest first. */
@Path("/v1/admin/routes/{route}/decisions")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "admin")
public class DecisionsResource {
    private final DecisionLog log;
    private final CatalogSource catalog;
    private final Replica replica;

    DecisionsResource(DecisionLog log, CatalogSource catalog, Replica replica) {
        this.log = log;
        this.catalog = catalog;
        this.replica = replica;
    }

    /** The latest decisions on one route, or those of one request. */
    @GET
    @Operation(operationId = "listDecisions", summary = "Why calls of a route went where they went, on this replica.")
    public Decisions decisions(@PathParam("route") String route, @QueryParam("requestId") @Nullable String requestId) {
        if (!catalog.current().routes().containsKey(route)) {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is no such route.", "GET /v1/admin/catalog lists them.")
                    .at("route")
                    .exception();
        }
        List<DecisionView> views = log.of(route, Optional.ofNullable(requestId)).stream()
                .map(DecisionView::of)
                .toList();
        return new Decisions(replica.name(), route, views);
    }

    /** The answer: which replica remembers, and what. */
    public record Decisions(String replica, String route, List<DecisionView> decisions) {}
}

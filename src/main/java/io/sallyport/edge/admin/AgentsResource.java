package io.sallyport.edge.admin;

import io.sallyport.catalog.CatalogSource;
import io.sallyport.run.AgentHistory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The agents of the catalogue, and what they were for earlier runs. */
@Path("/v1/admin/agents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
public class AgentsResource {
    private static final int MOST_REVISIONS = 500;

    private final CatalogSource catalog;
    private final AgentHistory history;

    AgentsResource(CatalogSource catalog, AgentHistory history) {
        this.catalog = catalog;
        this.history = history;
    }

    /** What new runs are pinned to, and the latest revisions that runs have been pinned to. */
    @GET
    @Operation(operationId = "listAgents", summary = "Agents, and what they were for earlier runs.")
    public Uni<AgentsView> agents() {
        return history.latest(MOST_REVISIONS).map(used -> AgentsView.of(catalog.current(), used));
    }
}

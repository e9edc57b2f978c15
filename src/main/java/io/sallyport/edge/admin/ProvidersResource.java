package io.sallyport.edge.admin;

import io.sallyport.catalog.CatalogSource;
import io.sallyport.core.Replica;
import io.sallyport.routing.ModelHealth;
import io.sallyport.routing.ModelRouter;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Health and breaker for each provider×model, as this replica sees them. */
@Path("/v1/admin/providers")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "admin")
public class ProvidersResource {
    private final ModelRouter router;
    private final CatalogSource catalog;
    private final Replica replica;

    ProvidersResource(ModelRouter router, CatalogSource catalog, Replica replica) {
        this.router = router;
        this.catalog = catalog;
        this.replica = replica;
    }

    /** All models of the catalogue. */
    @GET
    @Operation(operationId = "listProviders", summary = "Health and breaker of each model, on this replica.")
    public Providers providers() {
        return new Providers(
                replica.name(),
                router.health(catalog.current()).stream().map(ModelView::of).toList());
    }

    /** The answer: which replica sees it, and what it sees. */
    public record Providers(String replica, List<ModelView> models) {}

    /**
     * One provider×model.
     *
     * @param healthy   whether it would be asked now
     * @param breaker   {@code closed}, {@code half_open} or {@code open}
     * @param inFlight  attempts under way
     * @param coolingMs milliseconds until it may be asked again after a 429
     */
    public record ModelView(
            String model,
            String provider,
            String upstreamName,
            boolean healthy,
            String breaker,
            int inFlight,
            long coolingMs) {
        static ModelView of(ModelHealth health) {
            return new ModelView(
                    health.model().ref(),
                    health.model().provider(),
                    health.model().upstreamName(),
                    health.healthy(),
                    health.breaker().label(),
                    health.inFlight(),
                    health.coolingMs());
        }
    }
}

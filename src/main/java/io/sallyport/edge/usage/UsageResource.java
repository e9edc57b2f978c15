package io.sallyport.edge.usage;

import io.sallyport.edge.filter.Door;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.limit.Budgets;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageQuery.Dimension;
import io.sallyport.usage.UsageReports;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the caller has used. */
@Path("/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "usage")
public class UsageResource {
    private static final int MOST_CURRENCIES = 100;

    private final UsageReports reports;
    private final Budgets budgets;
    private final InstantSource clock;

    @Inject
    UsageResource(UsageReports reports, Budgets budgets) {
        this(reports, budgets, InstantSource.system());
    }

    UsageResource(UsageReports reports, Budgets budgets, InstantSource clock) {
        this.reports = reports;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** A person's is what was used in their name through this client; anybody else's is the client's whole. */
    @GET
    @Operation(operationId = "getUsage", summary = "What the caller has used, and how its budgets stand.")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description =
                    "A date in the catalogue's time zone or a moment, inclusive; else the beginning of this month.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "The same, exclusive; else the end of this month.",
            schema = @Schema(type = SchemaType.STRING))
    public Uni<OwnUsage> own(@Context RoutingContext http) {
        Caller caller = Door.callerOf(http);
        Instant now = clock.instant();
        ZoneId zone = caller.catalog().limits().zone();
        Span span = Span.of(UsageParams.own(http.queryParams()), now, zone);
        UsageQuery query = new UsageQuery(
                caller.identity().tenant(),
                span.from(),
                span.to(),
                zone,
                List.of(),
                whose(caller.identity()),
                0,
                MOST_CURRENCIES);
        return Uni.combine()
                .all()
                .unis(reports.sums(query), budgets.standing(OwnBudgets.of(caller, now)))
                .asTuple()
                .map(both -> OwnUsage.of(span, both.getItem1(), both.getItem2()));
    }

    private static Map<Dimension, String> whose(AgentIdentity who) {
        Map<Dimension, String> only = new EnumMap<>(Map.of(Dimension.PRINCIPAL, who.client()));
        if (who.person() && who.subject() != null) {
            only.put(Dimension.USER, who.subject());
        }
        return only;
    }
}

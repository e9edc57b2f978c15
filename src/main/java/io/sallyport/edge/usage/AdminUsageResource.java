package io.sallyport.edge.usage;

import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageReports;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What everybody has used. */
@Path("/v1/admin/usage")
@Tag(name = "usage")
public class AdminUsageResource {
    private static final String CSV = "text/csv";
    /** The parameter {@code header} is of RFC 4180: the first line has names. */
    private static final String CSV_ANSWER = "text/csv; charset=utf-8; header=present";

    private final UsageReports reports;
    private final InstantSource clock;

    @Inject
    AdminUsageResource(UsageReports reports) {
        this(reports, InstantSource.system());
    }

    AdminUsageResource(UsageReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** Sums over the tenant's entries. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(operationId = "listUsage", summary = "What everybody has used, in sums; as CSV where that is asked for.")
    @Parameter(name = "groupBy", in = ParameterIn.QUERY, description = """
            Up to three of principal, agent, user, route, provider, model, what, run, day, month, with commas between them.""", schema = @Schema(type = SchemaType.STRING))
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
    @Parameter(name = "principal", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "agent", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "user", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "route", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "provider", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "model", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "run", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "what",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            enumeration = {"chat", "embedding", "tool"},
                            type = SchemaType.STRING))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "Instead of the header Accept.",
            schema =
                    @Schema(
                            enumeration = {"json", "csv"},
                            type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Lines of a page.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "1000"))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "The next of the page before; in CSV its header X-Sallyport-Next.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @APIResponse(
            responseCode = "200",
            description = "The sums.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UsageTable.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> all(@Context RoutingContext http, @Context HttpHeaders headers) {
        Caller caller = Door.callerOf(http);
        UsageParams params = UsageParams.all(http.queryParams());
        boolean asCsv = asCsv(params.get("format"), headers);
        ZoneId zone = caller.catalog().limits().zone();
        Span span = Span.of(params, clock.instant(), zone);
        int size = params.limit();
        UsageQuery query = new UsageQuery(
                caller.identity().tenant(),
                span.from(),
                span.to(),
                zone,
                params.groups(),
                params.only(),
                params.after(),
                size + 1);
        return reports.sums(query)
                .map(found -> UsageTable.of(query, found, size))
                .map(table -> asCsv
                        ? csv(table)
                        : Response.ok(table, MediaType.APPLICATION_JSON_TYPE).build());
    }

    private static boolean asCsv(Optional<String> format, HttpHeaders headers) {
        if (format.isPresent() && !format.get().equals("csv") && !format.get().equals("json")) {
            throw UsageParams.bad("format", "is neither json nor csv", "Send one of these words, or omit it.");
        }
        return format.map("csv"::equals)
                .orElseGet(() -> headers.getAcceptableMediaTypes().stream()
                        .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || isCsv(type))
                        .findFirst()
                        .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                        .isPresent());
    }

    private static boolean isCsv(MediaType type) {
        return type.getType().equals("text") && (type.getSubtype().equals("csv") || type.isWildcardSubtype());
    }

    private static Response csv(UsageTable table) {
        Response.ResponseBuilder answer = Response.ok(Csv.of(table), CSV_ANSWER)
                .header("Content-Disposition", "attachment; filename=\"usage.csv\"")
                .header("Cache-Control", "no-store");
        return (table.next() == null ? answer : answer.header("X-Sallyport-Next", table.next())).build();
    }
}

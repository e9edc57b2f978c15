package io.sallyport.edge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.edge.filter.Door;
import io.sallyport.identity.Caller;
import io.sallyport.tool.mcp.Acceptance;
import io.sallyport.tool.mcp.McpAdministration;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Remote MCP servers: what they offer, what was accepted, and accepting it. */
@Path("/v1/admin/mcp")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
public class McpResource {
    private final McpAdministration administration;

    @Inject
    McpResource(McpAdministration administration) {
        this.administration = administration;
    }

    /** All servers of the catalogue, with what is known of their tools. */
    @GET
    @Operation(operationId = "listMcpServers", summary = "MCP servers, their tools as offered and as accepted.")
    public Uni<McpView> servers(@Context RoutingContext context) {
        Catalog catalog = Door.callerOf(context).catalog();
        return administration.known(catalog).map(known -> McpView.of(catalog, known));
    }

    /** Asks a server now. */
    @POST
    @Path("/{server}/refresh")
    @Operation(operationId = "refreshMcpServer", summary = "Asks an MCP server what it offers now.")
    public Uni<McpView.Server> refresh(@PathParam("server") String name, @Context RoutingContext context) {
        Catalog catalog = Door.callerOf(context).catalog();
        McpServerSpec server = server(catalog, name);
        return administration.refresh(catalog, server).flatMap(asked -> switch (asked) {
            case FINE -> administration.known(catalog).map(known -> McpView.server(catalog, server, known));
            case UNUSABLE ->
                throw Problem.of(
                                ProblemCode.TOOL_UNAVAILABLE,
                                "The MCP server `" + name + "` cannot be used at the moment.",
                                "The gateway's log says why.")
                        .exception();
            case NOBODY_TO_ASK_AS ->
                throw Problem.of(
                                ProblemCode.CONFLICT,
                                "The MCP server `" + name + "` is called with a token that nobody has here.",
                                "Grant one of its tools to an agent; what is called in users' names shows itself when a user calls it.")
                        .exception();
        });
    }

    /** Accepts a definition. */
    @POST
    @Path("/{server}/tools/{tool}/accept")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "acceptMcpTool", summary = "Accepts what an MCP server offers as a tool.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Digest.class)))
    public Uni<McpView.Tool> accept(
            @PathParam("server") String name,
            @PathParam("tool") String tool,
            @Nullable JsonNode body,
            @Context RoutingContext context) {
        Caller caller = Door.callerOf(context);
        McpServerSpec server = server(caller.catalog(), name);
        return administration.accept(name, tool, digest(body), who(caller)).map(came -> switch (came) {
            case Acceptance.Done(var known) -> McpView.tool(caller.catalog(), server, known);
            case Acceptance.Changed(var known) ->
                throw Problem.of(
                                ProblemCode.CONFLICT,
                                "The MCP server `" + name + "` does not offer `" + tool + "` with this definition"
                                        + (known.offered().isEmpty() ? " or any other." : "."),
                                "Look at what it offers now, and accept that.")
                        .with(
                                "offered",
                                known.offered().map(now -> now.digest()).orElse(""))
                        .exception();
            case Acceptance.NoSuchTool _ ->
                throw Problem.of(
                                ProblemCode.NOT_FOUND,
                                "The MCP server `" + name + "` has not offered a tool `" + tool + "`.",
                                "Ask it with POST /v1/admin/mcp/" + name + "/refresh.")
                        .exception();
        });
    }

    /** What is accepted: the digest that was looked at, so that nothing is accepted unseen. */
    public record Digest(String digest) {}

    private static String who(Caller caller) {
        String subject = caller.identity().subject();
        return subject == null ? caller.identity().client() : caller.identity().client() + " (" + subject + ")";
    }

    private static McpServerSpec server(Catalog catalog, String name) {
        return Optional.ofNullable(catalog.mcp().get(name))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NOT_FOUND,
                                "There is no MCP server `" + name + "` in the catalogue.",
                                "Servers are in mcp.yaml.")
                        .exception());
    }

    private static String digest(@Nullable JsonNode body) {
        String written = body == null ? "" : body.path("digest").asText("");
        if (!written.matches("[0-9a-f]{64}")) {
            throw Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "digest is missing, or is no SHA-256.",
                            "Send {\"digest\": \"…\"} with the 64 digits of the definition that you looked at.")
                    .at("digest")
                    .exception();
        }
        return written;
    }
}

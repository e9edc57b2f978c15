package io.sallyport.edge.tools;

import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.error.ProblemAnswer;
import io.sallyport.edge.filter.Door;
import io.sallyport.edge.filter.Spenders;
import io.sallyport.idempotency.KeyHeader;
import io.sallyport.identity.Caller;
import io.sallyport.limit.RequestRates;
import io.sallyport.tool.door.DirectAnswer;
import io.sallyport.tool.door.DirectAnswer.Origin;
import io.sallyport.tool.door.DirectCalls;
import io.sallyport.tool.door.DirectRequest;
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
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Calls of tools, one at a time. */
@Path("/v1/tools/{tool}/calls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tools")
public class ToolCallsResource {
    /** Names the call in the ledger. */
    static final String CALL = "X-Sallyport-Call";

    /** Says that the answer is a recorded one. */
    static final String REPLAYED = "Idempotent-Replayed";

    private final DirectCalls calls;
    private final RequestRates rates;

    @Inject
    ToolCallsResource(DirectCalls calls, RequestRates rates) {
        this.calls = calls;
        this.rates = rates;
    }

    /** Calls the tool, or tells what came of the same call before. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "callTool",
            summary = "Calls a tool, or tells what came of the same call before.",
            description = "The key is required where a repetition could do something twice.")
    @Parameter(
            name = KeyHeader.NAME,
            in = ParameterIn.HEADER,
            description = "Names what is to be done once.",
            schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "CallTool")))
    @APIResponse(
            responseCode = "200",
            description = "The tool's result.",
            headers = {
                @Header(
                        name = CALL,
                        description = "Names the call in the ledger.",
                        schema = @Schema(implementation = String.class)),
                @Header(
                        name = REPLAYED,
                        description = "true where the answer is a recorded one.",
                        schema = @Schema(implementation = String.class))
            },
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema))
    public Uni<Response> call(@PathParam("tool") String tool, byte @Nullable [] body, @Context RoutingContext context) {
        byte[] bytes = body == null ? new byte[0] : body;
        return LargeBodies.read(
                        context.vertx(),
                        bytes.length,
                        () -> counted(Door.callerOf(context), request(tool, bytes, context)))
                .map(answer -> response(answer, context));
    }

    private Uni<DirectAnswer> counted(Caller caller, DirectRequest request) {
        return rates.count(caller.catalog(), Spenders.of(caller)).chain(() -> calls.call(caller, request));
    }

    private static DirectRequest request(String tool, byte[] body, RoutingContext context) {
        return new DirectRequest(
                tool,
                CallBody.arguments(body),
                KeyHeader.of(context.request().headers().getAll(KeyHeader.NAME)),
                context.request().getHeader("traceparent"));
    }

    /** What the ledger has of a call. */
    @GET
    @Path("/{call}")
    @Operation(operationId = "getToolCall", summary = "What the ledger has of a direct call.")
    public Uni<CallView> find(
            @PathParam("tool") String tool, @PathParam("call") String call, @Context RoutingContext context) {
        return calls.find(Door.callerOf(context), tool, call).map(CallView::of);
    }

    private static Response response(DirectAnswer answer, RoutingContext context) {
        Response.ResponseBuilder builder = switch (answer) {
            case DirectAnswer.Result result ->
                Response.ok(result.json().array(), MediaType.APPLICATION_JSON_TYPE)
                        .header("Cache-Control", "no-store");
            case DirectAnswer.Refusal refusal -> ProblemAnswer.of(refusal.problem(), context);
        };
        if (answer.origin() == Origin.RECORDED) {
            var _ = builder.header(REPLAYED, "true");
        }
        if (answer.call() != null) {
            var _ = builder.header(CALL, answer.call());
        }
        return builder.build();
    }
}

package io.sallyport.edge.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.edge.filter.Door;
import io.sallyport.tool.door.Admission;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the caller may use. */
@Path("/v1/tools")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "tools")
public class ToolsResource {
    private final Admission admission;

    @Inject
    ToolsResource(Admission admission) {
        this.admission = admission;
    }

    /** Every tool for which the caller has {@code tool:<name>}, that is not stopped, and that no condition closes to it. */
    @GET
    @Operation(operationId = "listTools", summary = "The tools that the caller may use, with their schemas.")
    public ToolList tools(@Context RoutingContext context) {
        return new ToolList(admission.available(Door.callerOf(context)).stream()
                .map(ToolView::of)
                .toList());
    }

    /** In the catalogue's order. */
    @RegisterForReflection
    public record ToolList(List<ToolView> data) {}

    /**
     * A tool.
     *
     * @param effect      {@code none}, {@code reversible} or {@code irreversible}
     * @param idempotency why a call can, or cannot, be made again: {@code transactional}, {@code keyed}, {@code queryable}, {@code none}
     * @param keyRequired whether a call must carry an {@code Idempotency-Key}
     * @param approval    {@code never}, {@code always} or {@code byPolicy}: who needs a person's approval cannot be called directly
     * @param timeoutMs   of one attempt
     * @param input       JSON Schema of the arguments
     * @param output      JSON Schema of the result, where there is one
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ToolView(
            String name,
            String description,
            String effect,
            String idempotency,
            boolean keyRequired,
            String approval,
            long timeoutMs,
            @Schema(implementation = Object.class) JsonNode input,
            @Schema(implementation = Object.class) @Nullable JsonNode output) {
        static ToolView of(ToolSpec tool) {
            return new ToolView(
                    tool.name(),
                    tool.description(),
                    Words.of(tool.effect()),
                    Words.of(tool.idempotency()),
                    Admission.needsKey(tool),
                    Words.of(tool.approval()),
                    tool.timeout().toMillis(),
                    tool.input(),
                    tool.output().orElse(null));
        }
    }
}

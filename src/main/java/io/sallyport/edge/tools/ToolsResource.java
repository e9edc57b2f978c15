package io.sallyport.edge.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.edge.filter.Door;
import io.sallyport.tool.door.Admission;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller may use. */
@Path("/v1/tools")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ToolsResource {
    /** Every tool for which the caller has {@code tool:<name>}. */
    @GET
    public ToolList tools(@Context RoutingContext context) {
        return new ToolList(Admission.available(Door.callerOf(context)).stream()
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
            JsonNode input,
            @Nullable JsonNode output) {
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

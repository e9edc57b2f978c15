package io.sallyport.tool.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSchemaCheck;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NeedsInput;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code request_input}: a question to a person. The run waits for the answer; the question's schema is one that an answer can be held against. */
@Singleton
final class RequestInput implements BuiltInTool {
    private final ToolSchemaCheck schemas;

    RequestInput(ToolSchemaCheck schemas) {
        this.schemas = schemas;
    }

    @Override
    public String name() {
        return "request_input";
    }

    @Override
    public Uni<ToolOutcome> call(ToolAttempt attempt) {
        JsonNode arguments = attempt.request().arguments();
        Optional<JsonNode> schema = Optional.ofNullable(arguments.get("schema")).filter(JsonNode::isObject);
        ToolOutcome outcome = schema.flatMap(schemas::mistake)
                .<ToolOutcome>map(mistake -> new NotApplied(ToolErrors.invalidArguments(
                        "The schema of the answer cannot be used.",
                        "Write a JSON Schema, or leave it out.",
                        "/schema")))
                .orElseGet(() -> new NeedsInput(arguments.path("question").asText(""), schema));
        return Uni.createFrom().item(outcome);
    }
}

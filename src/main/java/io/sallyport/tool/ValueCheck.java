package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Optional;

/** Holds what a person says against the schema that a tool's question came with. */
public final class ValueCheck {
    private ValueCheck() {}

    /** What the schema has against {@code value}, where and in words; nothing where it fits, or where the schema itself cannot be used. */
    public static Optional<ToolError> violation(JsonNode schema, JsonNode value) {
        try {
            // In an object, so that a bare value has a place that can be named too.
            JsonNode whole = Json.object().set("properties", Json.object().set("answer", schema));
            List<Error> violations = CompiledSchemas.compile(whole)
                    .validate(SchemaTree.of(Json.object().set("answer", value)));
            return violations.isEmpty() ? Optional.empty() : Optional.of(new ArgumentWording(whole).of(violations));
        } catch (SchemaException broken) {
            return Optional.empty();
        }
    }
}

package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import java.util.List;
import java.util.Optional;

/** Holds what a person says against the schema that a tool's question came with. */
public final class ValueCheck {
    /** Where an answer stands in the body that brings it, so that a bare value has a place that can be named too. */
    private static final String PLACE = "/answer";

    private ValueCheck() {}

    /** What the schema has against {@code value}, where and in words; nothing where it fits. A schema that cannot be used lets nothing through. */
    public static Optional<ToolError> violation(JsonNode schema, JsonNode value) {
        try {
            List<Error> violations = CompiledSchemas.compile(schema).validate(SchemaTree.of(value));
            return violations.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ArgumentWording(schema, PLACE).of(violations));
        } catch (SchemaException broken) {
            return Optional.of(ToolErrors.invalidArguments(
                    "The schema of the question cannot be used, so that no answer can be held against it.",
                    "Cancel the run, or have the tool ask with another schema.",
                    PLACE));
        }
    }
}

package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import io.sallyport.catalog.ToolSchemaCheck;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.tool.CheckedArguments.Invalid;
import io.sallyport.tool.CheckedArguments.Valid;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Validates what goes into a tool, before anything else happens to it, and what comes out. A tool's schemas are compiled once. */
@Singleton
public class ArgumentCheck implements ToolSchemaCheck {
    /** Bytes of one call's arguments. A model that writes more has lost its way. */
    public static final int MOST_BYTES = 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(ArgumentCheck.class);

    private final CompiledSchemas schemas = new CompiledSchemas();

    /** Checks arguments as they were written: malformed JSON, anything but an object, and whatever the schema forbids is {@link Invalid}. */
    public CheckedArguments check(ToolSpec tool, Bytes written) {
        if (written.length() > MOST_BYTES) {
            return new Invalid(ToolErrors.invalidArguments(
                    "The arguments are " + written.length() + " bytes long.",
                    "Write at most " + MOST_BYTES + " bytes.",
                    ""));
        }
        // A tool without parameters is often called with no text at all.
        Optional<JsonNode> tree = written.text().isBlank() ? Optional.of(Json.object()) : Json.parse(written.array());
        return tree.map(arguments -> check(tool, arguments))
                .orElseGet(() -> new Invalid(ToolErrors.invalidArguments(
                        "The arguments are not one well-formed JSON value.",
                        "Write one JSON object; each key once, nothing before or after it.",
                        "")));
    }

    /** Checks arguments that are JSON already. */
    public CheckedArguments check(ToolSpec tool, JsonNode arguments) {
        if (!(arguments instanceof ObjectNode object)) {
            return new Invalid(ToolErrors.invalidArguments(
                    "The arguments are no JSON object.", "Write an object: {\"name\": value, …}.", ""));
        }
        Optional<String> monster = Magnitudes.tooLarge(object);
        if (monster.isPresent()) {
            return new Invalid(ToolErrors.invalidArguments(
                    "A number is beyond every reasonable size.",
                    "Write a number that means something.",
                    monster.get()));
        }
        return checked(tool, object);
    }

    private CheckedArguments checked(ToolSpec tool, ObjectNode arguments) {
        try {
            List<Error> violations = schemas.of(tool).input().validate(SchemaTree.of(arguments));
            return violations.isEmpty()
                    ? new Valid(arguments)
                    : new Invalid(new ArgumentWording(tool.input()).of(violations));
        } catch (SchemaException broken) {
            LOG.errorf(broken, "the input schema of tool %s cannot be used", tool.name());
            return new Invalid(ToolError.of(ToolErrors.MISCONFIGURED, "The tool's own schema is broken."));
        }
    }

    /** What is wrong with a result by the tool's output schema, as a sentence for the operator; empty where nothing is. */
    public Optional<String> mismatch(ToolSpec tool, JsonNode result) {
        if (tool.output().isEmpty()) {
            return Optional.empty();
        }
        if (Magnitudes.tooLarge(result).isPresent()) {
            return Optional.of("a number in it is beyond every reasonable size");
        }
        try {
            return schemas.of(tool).output().validate(SchemaTree.of(result)).stream()
                    .findFirst()
                    .map(error -> "it breaks the output schema at `" + Pointers.of(error.getInstanceLocation()) + "` ("
                            + error.getKeyword() + ")");
        } catch (SchemaException broken) {
            return Optional.of("the tool's output schema cannot be used");
        }
    }

    @Override
    public Optional<String> mistake(JsonNode schema) {
        return CompiledSchemas.mistake(schema);
    }
}

package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says in words that a model can act on what a schema has against its arguments. Never repeats the values. */
final class ArgumentWording {
    private static final int MOST_SAID = 3;
    private static final int MOST_CHARS = 300;

    private static final Map<String, String> TYPES = Map.of(
            "object", "an object",
            "array", "an array",
            "string", "a string",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "true or false",
            "null", "null");

    private static final Map<String, String> BOUNDS = Map.of(
            "minimum", "must be at least ",
            "maximum", "must be at most ",
            "exclusiveMinimum", "must be more than ",
            "exclusiveMaximum", "must be less than ",
            "multipleOf", "must be a multiple of ",
            "minLength", "must have at least this many characters: ",
            "maxLength", "must have at most this many characters: ",
            "minItems", "must have at least this many elements: ",
            "maxItems", "must have at most this many elements: ",
            "pattern", "must match the pattern ");

    private final JsonNode schema;
    private final String prefix;

    ArgumentWording(JsonNode schema) {
        this(schema, "");
    }

    /** @param prefix pointer to what the schema is about */
    ArgumentWording(JsonNode schema, String prefix) {
        this.schema = schema;
        this.prefix = prefix;
    }

    /** One violation: where, what is wrong, what to do. */
    private record Said(String path, String what, String fix) {}

    /** The first few of {@code violations}; the path is that of the first. */
    ToolError of(List<Error> violations) {
        List<Said> said =
                violations.stream().map(this::said).distinct().limit(MOST_SAID).toList();
        List<String> what = new ArrayList<>(said.stream().map(Said::what).toList());
        if (violations.size() > MOST_SAID) {
            what.add("There is more, " + violations.size() + " in all.");
        }
        List<String> fixes = said.stream().map(Said::fix).distinct().toList();
        return ToolErrors.invalidArguments(
                String.join(" ", what), String.join(" ", fixes), said.getFirst().path());
    }

    private Said said(Error error) {
        String within = Pointers.of(error.getInstanceLocation());
        String at = prefix + within;
        String value = text(error.getSchemaNode());
        return switch (error.getKeyword()) {
            case "required" -> missing(within, error.getProperty());
            case "additionalProperties", "unevaluatedProperties" -> unknown(within, error.getProperty());
            case "type" -> new Said(at, shown(at) + " must be " + type(error) + ".", "Give it that type.");
            case "enum" ->
                new Said(at, shown(at) + " must be one of " + value + ".", "Choose one of them, spelled exactly so.");
            case "const" -> new Said(at, shown(at) + " must be " + value + ".", "Write exactly that.");
            case "format" -> new Said(at, shown(at) + " must be in the format " + value + ".", "Write it that way.");
            case String bound
            when BOUNDS.containsKey(bound) ->
                new Said(at, shown(at) + " " + BOUNDS.get(bound) + value + ".", "Stay within that.");
            case String other ->
                new Said(at, shown(at) + " breaks the schema's `" + other + "`.", "See the tool's schema.");
        };
    }

    private Said missing(String at, String property) {
        String path = prefix + at + "/" + Pointers.escaped(property);
        Optional<String> description = described(at, property);
        return new Said(
                path,
                shown(path) + " is missing.",
                "Add `" + property + "`"
                        + description.map(words -> ": " + words).orElse("."));
    }

    private Said unknown(String at, String property) {
        String path = prefix + at + "/" + Pointers.escaped(Names.shown(property));
        List<String> known = new ArrayList<>();
        schemaAt(at).path("properties").fieldNames().forEachRemaining(known::add);
        String fix = Nearest.to(property, known)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse(known.isEmpty() ? "Leave it out." : "Known: " + bounded(String.join(", ", known)) + ".");
        return new Said(path, shown(path) + " is not an argument of this tool.", fix);
    }

    private Optional<String> described(String at, String property) {
        String words = schemaAt(at)
                .path("properties")
                .path(property)
                .path("description")
                .asText("");
        return words.isEmpty() ? Optional.empty() : Optional.of(bounded(words));
    }

    /** The schema of the object at {@code pointer}, as far as plain {@code properties} lead to it. */
    private JsonNode schemaAt(String pointer) {
        JsonNode here = schema;
        for (String name :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            JsonNode property =
                    here.path("properties").path(name.replace("~1", "/").replace("~0", "~"));
            here = property.isMissingNode() ? here.path("items") : property;
        }
        return here;
    }

    private static String type(Error error) {
        tools.jackson.databind.JsonNode wanted = error.getSchemaNode();
        if (wanted == null) {
            return "of another type";
        }
        if (wanted.isString()) {
            return TYPES.getOrDefault(wanted.stringValue(), "of another type");
        }
        List<String> types = new ArrayList<>();
        wanted.forEach(type -> types.add(TYPES.getOrDefault(type.asString(""), "something else")));
        return String.join(" or ", types);
    }

    private static String shown(String pointer) {
        return pointer.isEmpty() ? "The object of arguments" : "`" + Names.shown(pointer) + "`";
    }

    private static String text(tools.jackson.databind.JsonNode value) {
        return value == null ? "" : bounded(value.toString());
    }

    private static String bounded(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }
}

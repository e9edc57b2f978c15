package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Picoschema, Dotprompt's short way to write a JSON Schema: {@code name?: string, what it is}, {@code tags(array, what they are): string},
 * {@code state(enum): [on, off]}, {@code place(object): …}, {@code (*): any}. Named schemas are not read.
 */
final class Picoschema {
    private static final List<String> SCALARS = List.of("string", "number", "integer", "boolean", "null", "any");
    private static final List<String> TYPES =
            List.of("string", "number", "integer", "boolean", "null", "object", "array");
    private static final Pattern KEY = Pattern.compile("([^()?]+)(\\?)?(?:\\((array|object|enum)(?:,(.*))?\\))?");
    private static final String WILDCARD = "(*)";

    private Picoschema() {}

    /** Picoschema could not be read. */
    static final class Unreadable extends Exception {
        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    /** The schema, written out; one that is a JSON Schema already is itself. */
    static JsonNode toJsonSchema(JsonNode schema) throws Unreadable {
        boolean already = TYPES.contains(schema.path("type").asText())
                || schema.path("properties").isObject();
        return already ? schema : object(schema);
    }

    private static JsonNode object(JsonNode fields) throws Unreadable {
        ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getKey().equals(WILDCARD)) {
                schema.set("additionalProperties", value(field.getKey(), field.getValue()));
                continue;
            }
            Matcher key = KEY.matcher(field.getKey());
            if (!key.matches()) {
                throw new Unreadable("`" + field.getKey() + "` is not read as a field.");
            }
            String name = key.group(1).trim();
            properties.set(name, typed(name, key, field.getValue()));
            if (key.group(2) == null) {
                required.add(name);
            }
        }
        return schema;
    }

    private static JsonNode typed(String name, Matcher key, JsonNode value) throws Unreadable {
        String kind = key.group(3) == null ? "" : key.group(3);
        ObjectNode schema = Json.object();
        switch (kind) {
            case "array" -> schema.put("type", "array").set("items", value(name, value));
            case "enum" -> schema.set("enum", value);
            default -> schema = (ObjectNode) value(name, value);
        }
        if (kind.equals("enum") && !value.isArray()) {
            throw new Unreadable("The values of the enum `" + name + "` are not a list.");
        }
        if (key.group(4) != null) {
            schema.put("description", key.group(4).trim());
        }
        return schema;
    }

    private static JsonNode value(String name, JsonNode value) throws Unreadable {
        if (value.isObject()) {
            return object(value);
        }
        if (!value.isTextual()) {
            throw new Unreadable("`" + name + "` is neither a type nor a mapping.");
        }
        String written = value.asText();
        int comma = written.indexOf(',');
        String type = (comma < 0 ? written : written.substring(0, comma)).trim();
        if (!SCALARS.contains(type)) {
            throw new Unreadable("`" + type + "` is no type: " + String.join(", ", SCALARS) + ".");
        }
        ObjectNode schema = Json.object();
        if (!type.equals("any")) {
            schema.put("type", type);
        }
        if (comma >= 0) {
            schema.put("description", written.substring(comma + 1).trim());
        }
        return schema;
    }
}

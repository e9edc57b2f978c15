package io.sallyport.provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The smallest value that a JSON schema permits, for the keywords that structured output uses: const, enum, type, required,
 * bounds, items, anyOf, oneOf, and references inside the schema. Patterns and formats are not satisfied.
 */
final class MinimalInstance {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_LEVELS = 32;
    private static final int MOST_ELEMENTS = 100;

    private final JsonNode root;

    private MinimalInstance(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(JsonNode schema) {
        return schema.isObject() ? new MinimalInstance(schema).instance(schema, MOST_LEVELS) : NODES.objectNode();
    }

    private JsonNode instance(JsonNode schema, int levels) {
        if (levels == 0) {
            return NODES.nullNode();
        }
        for (String keyword : new String[] {"const", "default"}) {
            if (schema.has(keyword)) {
                return schema.path(keyword);
            }
        }
        for (String keyword : new String[] {"enum", "anyOf", "oneOf"}) {
            if (schema.path(keyword).has(0)) {
                JsonNode first = schema.path(keyword).path(0);
                return keyword.equals("enum") ? first : instance(first, levels - 1);
            }
        }
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#/")
                ? instance(root.at(reference.substring(1)), levels - 1)
                : typed(schema, levels);
    }

    private JsonNode typed(JsonNode schema, int levels) {
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
            case "string" ->
                NODES.textNode("x".repeat(Math.min(schema.path("minLength").asInt(), MOST_ELEMENTS)));
            case "integer" -> NODES.numberNode((long) Math.ceil(lowest(schema, 1)));
            case "number" -> NODES.numberNode(lowest(schema, 0.5));
            case "boolean" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            case "array" -> array(schema, levels);
            default -> object(schema, levels);
        };
    }

    private static double lowest(JsonNode schema, double step) {
        if (schema.has("exclusiveMinimum")) {
            return Math.floor(schema.path("exclusiveMinimum").asDouble()) + step;
        }
        double fallback = Math.min(0, schema.path("maximum").asDouble(0));
        return schema.path("minimum").asDouble(fallback);
    }

    private JsonNode array(JsonNode schema, int levels) {
        ArrayNode array = NODES.arrayNode();
        for (int i = Math.min(schema.path("minItems").asInt(), MOST_ELEMENTS); i > 0; i--) {
            array.add(instance(schema.path("items"), levels - 1));
        }
        return array;
    }

    private JsonNode object(JsonNode schema, int levels) {
        ObjectNode object = NODES.objectNode();
        for (JsonNode name : schema.path("required")) {
            object.set(name.asText(), instance(schema.path("properties").path(name.asText()), levels - 1));
        }
        return object;
    }
}

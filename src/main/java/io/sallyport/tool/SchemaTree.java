package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tree as the schema validator, which has a Jackson of its own, wants it. Numbers stay exact. */
final class SchemaTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaTree() {}

    static tools.jackson.databind.JsonNode of(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> object(tree);
            case ARRAY -> array(tree);
            case STRING -> JSON.stringNode(tree.textValue());
            case BOOLEAN -> JSON.booleanNode(tree.booleanValue());
            case NUMBER ->
                tree.isIntegralNumber()
                        ? JSON.numberNode(tree.bigIntegerValue())
                        : JSON.numberNode(tree.decimalValue());
            case NULL, MISSING, BINARY, POJO -> JSON.nullNode();
        };
    }

    private static tools.jackson.databind.JsonNode object(JsonNode tree) {
        ObjectNode object = JSON.objectNode();
        tree.properties().forEach(member -> object.set(member.getKey(), of(member.getValue())));
        return object;
    }

    private static tools.jackson.databind.JsonNode array(JsonNode tree) {
        ArrayNode array = JSON.arrayNode();
        tree.forEach(element -> array.add(of(element)));
        return array;
    }
}

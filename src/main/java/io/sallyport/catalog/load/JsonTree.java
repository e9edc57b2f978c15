package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.ScalarType;
import io.sallyport.catalog.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

/** A YAML tree as JSON. */
final class JsonTree {
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private final Set<Place> retyped;

    /** @param retyped texts with references that are to be read as the number or switch they look like */
    JsonTree(Set<Place> retyped) {
        this.retyped = retyped;
    }

    JsonNode of(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> object(mapping);
            case YamlNode.Sequence sequence -> array(sequence);
            case YamlNode.Scalar scalar -> scalar(scalar);
        };
    }

    private JsonNode object(YamlNode.Mapping mapping) {
        ObjectNode object = JSON.objectNode();
        mapping.entries().forEach((key, entry) -> object.set(key, of(entry.value())));
        return object;
    }

    private JsonNode array(YamlNode.Sequence sequence) {
        ArrayNode array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(of(item)));
        return array;
    }

    private JsonNode scalar(YamlNode.Scalar scalar) {
        String text = scalar.text().shown();
        ScalarType type = retyped.contains(scalar.place()) ? looksLike(text) : scalar.type();
        return switch (type) {
            case TEXT -> JSON.textNode(text);
            case WHOLE_NUMBER -> whole(text);
            case NUMBER -> decimal(text);
            case SWITCH -> JSON.booleanNode(Boolean.parseBoolean(text));
            case NOTHING -> JSON.nullNode();
        };
    }

    private static ScalarType looksLike(String text) {
        if (text.matches("[-+]?[0-9]{1,18}")) {
            return ScalarType.WHOLE_NUMBER;
        }
        if (text.matches("[-+]?[0-9]{1,18}\\.[0-9]{1,18}")) {
            return ScalarType.NUMBER;
        }
        return text.matches("true|false") ? ScalarType.SWITCH : ScalarType.TEXT;
    }

    private static JsonNode whole(String text) {
        try {
            return JSON.numberNode(new BigInteger(text));
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
    }

    /** Infinity and the like are no numbers here, and stay texts. */
    private static JsonNode decimal(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
    }
}

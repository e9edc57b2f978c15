package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.ScalarType;
import io.sallyport.catalog.yaml.Text;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as the tree that binders read. References in it are long looked up: a {@code $} is a dollar here. */
final class JsonAsYaml {
    private JsonAsYaml() {}

    static YamlNode of(JsonNode json, Place place) {
        if (json.isObject()) {
            Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
            json.properties()
                    .forEach(field -> entries.put(
                            field.getKey(),
                            new YamlNode.Entry(
                                    place.key(field.getKey()), of(field.getValue(), place.key(field.getKey())))));
            return new YamlNode.Mapping(place, entries);
        }
        if (json.isArray()) {
            List<YamlNode> items = new ArrayList<>();
            json.forEach(item -> items.add(of(item, place.index(items.size()))));
            return new YamlNode.Sequence(place, items);
        }
        String text = json.isNull() ? "" : json.asText();
        return new YamlNode.Scalar(place, text, Text.of(text), type(json));
    }

    private static ScalarType type(JsonNode json) {
        return switch (json.getNodeType()) {
            case NUMBER -> json.isIntegralNumber() ? ScalarType.WHOLE_NUMBER : ScalarType.NUMBER;
            case BOOLEAN -> ScalarType.SWITCH;
            case NULL -> ScalarType.NOTHING;
            default -> ScalarType.TEXT;
        };
    }
}

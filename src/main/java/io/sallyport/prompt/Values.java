package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as trees: templates see data, and never an object's methods. */
final class Values {
    private Values() {}

    static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case JsonNode tree -> tree;
            case Boolean flag -> BooleanNode.valueOf(flag);
            case Number number -> DecimalNode.valueOf(new BigDecimal(number.toString()));
            case List<?> list -> {
                ArrayNode items = Json.array();
                list.forEach(item -> items.add(json(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                ObjectNode members = Json.object();
                map.forEach((name, member) -> members.set(String.valueOf(name), json(member)));
                yield members;
            }
            default -> TextNode.valueOf(value.toString());
        };
    }
}

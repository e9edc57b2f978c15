package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a prompt says about its variables.
 *
 * @param names     that it declares
 * @param required  names that have to be given, since nothing stands in for them
 * @param defaults  values of those that are not given
 * @param constants names that have one value, whatever a caller says
 * @param open      whether others may be used: nothing is declared, or anything is allowed
 */
record Declared(
        Set<String> names,
        Set<String> required,
        Map<String, JsonNode> defaults,
        Map<String, JsonNode> constants,
        boolean open) {
    Declared {
        names = Set.copyOf(names);
        required = Set.copyOf(required);
        defaults = Map.copyOf(defaults);
        constants = Map.copyOf(constants);
    }

    static Declared of(JsonNode frontMatter) throws Picoschema.Unreadable {
        JsonNode written = frontMatter.path("input").path("schema");
        JsonNode schema = written.isMissingNode() ? Json.object() : Picoschema.toJsonSchema(written);
        Map<String, JsonNode> defaults = new LinkedHashMap<>();
        Map<String, JsonNode> constants = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            names.add(property.getKey());
            JsonNode said = property.getValue();
            if (said.has("const")) {
                constants.put(property.getKey(), said.get("const"));
            } else if (said.has("default")) {
                defaults.put(property.getKey(), said.get("default"));
            }
        }
        frontMatter.path("input").path("default").properties().forEach(entry -> {
            names.add(entry.getKey());
            defaults.put(entry.getKey(), entry.getValue());
        });
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        required.removeAll(defaults.keySet());
        required.removeAll(constants.keySet());
        JsonNode others = schema.path("additionalProperties");
        boolean open = written.isMissingNode() || others.isObject() || others.asBoolean(false);
        return new Declared(names, required, defaults, constants, open);
    }
}

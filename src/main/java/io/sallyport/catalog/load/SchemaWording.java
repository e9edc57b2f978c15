package io.sallyport.catalog.load;

import com.networknt.schema.Error;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.ScalarType;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says in a person's words what the validator found. What is expected somewhere is taken from the schema's descriptions. */
final class SchemaWording {
    private static final Map<String, String> TYPES = Map.of(
            "object", "a mapping",
            "array", "a list",
            "string", "a text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "`true` or `false`");

    private final JsonNode schema;
    private final Findings findings;

    SchemaWording(JsonNode schema, Findings findings) {
        this.schema = schema;
        this.findings = findings;
    }

    void say(Error error, YamlNode tree) {
        @Nullable YamlNode node = Steps.find(tree, error.getInstanceLocation());
        if (node == null) {
            return;
        }
        JsonNode holder = Steps.holder(schema, error.getSchemaLocation().getFragment());
        switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(node, error.getProperty(), holder);
            case "required" -> missingKey(node, error.getProperty(), holder);
            case "type" -> wrongType(node, holder);
            case "enum" -> unknownWord(node, holder);
            case "minItems", "minProperties", "minLength" ->
                findings.error(node.place(), "This is empty.", expected(holder));
            case "uniqueItems" ->
                findings.error(node.place(), "Something is in this list twice.", "Remove one of them.");
            default -> outOfBounds(error, node, holder);
        }
    }

    private void unknownKey(YamlNode node, String key, JsonNode holder) {
        Place place = keyPlace(node, key);
        List<String> known = new ArrayList<>(holder.path("properties").propertyNames());
        String fix = told(key, holder)
                .or(() -> Nearest.to(key, known).map(meant -> "Did you mean `" + meant + "`?"))
                .orElse("Known here: " + String.join(", ", known) + ".");
        findings.error(place, "The key `" + key + "` is not known here.", fix);
    }

    /** What the schema itself says to those who write a key that looks right and cannot be: where the nearest one would mislead. */
    private static Optional<String> told(String key, JsonNode holder) {
        return holder.path("x-unknownKeys").properties().stream()
                .filter(told -> key.matches(told.getKey()))
                .map(told -> told.getValue().asString())
                .findFirst();
    }

    private static Place keyPlace(YamlNode node, String key) {
        YamlNode.@Nullable Entry entry =
                node instanceof YamlNode.Mapping mapping ? mapping.entries().get(key) : null;
        return entry == null ? node.place().key(key) : entry.keyPlace();
    }

    private void missingKey(YamlNode node, String key, JsonNode holder) {
        JsonNode wanted = holder.path("properties").path(key);
        findings.error(
                node.place().key(key),
                "The key `" + key + "` is missing.",
                "Add it. " + description(dereferenced(wanted)));
    }

    private JsonNode dereferenced(JsonNode wanted) {
        String name = wanted.path("$ref").asString("").replace("#/$defs/", "");
        return name.isEmpty() ? wanted : schema.path("$defs").path(name);
    }

    private void wrongType(YamlNode node, JsonNode holder) {
        String type = TYPES.getOrDefault(holder.path("type").asString(), "something else");
        if (node instanceof YamlNode.Scalar scalar && scalar.type() == ScalarType.NOTHING) {
            findings.error(node.place(), "There is nothing here, where " + type + " is expected.", expected(holder));
        } else {
            findings.error(
                    node.place(), "Here is " + kind(node) + ", where " + type + " is expected.", typeFix(node, holder));
        }
    }

    private String typeFix(YamlNode node, JsonNode holder) {
        boolean unquoted = node instanceof YamlNode.Scalar
                && holder.path("type").asString().equals("string");
        boolean anyText = !holder.has("pattern");
        return unquoted && anyText ? "Put it in quotes." : expected(holder);
    }

    private static String kind(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> "a mapping";
            case YamlNode.Sequence sequence -> "a list";
            case YamlNode.Scalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> "a text";
                    case WHOLE_NUMBER, NUMBER -> "a number";
                    case SWITCH -> "`true` or `false`";
                    case NOTHING -> "nothing";
                };
        };
    }

    private void unknownWord(YamlNode node, JsonNode holder) {
        List<String> words = new ArrayList<>();
        holder.path("enum").forEach(word -> words.add(word.asString()));
        String fix = Nearest.to(written(node), words)
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse("Known: " + String.join(", ", words) + ".");
        findings.error(node.place(), shown(node, holder) + " is not known here.", fix);
    }

    private void outOfBounds(Error error, YamlNode node, JsonNode holder) {
        @Nullable String key = error.getProperty();
        boolean aName = error.getEvaluationPath().contains("propertyNames");
        if (aName && node instanceof YamlNode.Mapping mapping) {
            badNames(mapping, key, holder);
        } else {
            findings.error(node.place(), shown(node, holder) + " is not possible here.", expected(holder));
        }
    }

    private void badNames(YamlNode.Mapping mapping, @Nullable String key, JsonNode holder) {
        Place place = key == null ? mapping.place() : keyPlace(mapping, key);
        findings.error(
                place,
                "`" + (key == null ? "a key" : key) + "` is not possible as a name.",
                expected(dereferenced(holder.path("propertyNames"))));
    }

    private static String shown(YamlNode node, JsonNode holder) {
        return holder.path("writeOnly").asBoolean(false) ? "The value" : "`" + written(node) + "`";
    }

    private static String written(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar ? scalar.written() : kind(node);
    }

    private static String expected(JsonNode holder) {
        String description = description(holder);
        return description.isEmpty() ? "" : "Expected: " + description;
    }

    private static String description(JsonNode holder) {
        return holder.path("description").asString("");
    }
}

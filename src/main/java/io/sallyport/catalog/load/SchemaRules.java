package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.ToolSchemaCheck;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Schemas in manifests: usable, of an object, and whole in themselves. */
final class SchemaRules {
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$schema");
    private static final MetaSchema META = new MetaSchema();

    private final ToolSchemaCheck check;
    private final Findings findings;

    SchemaRules(ToolSchemaCheck check, Findings findings) {
        this.check = check;
        this.findings = findings;
    }

    void check(ToolSpec tool, Fields fields) {
        if (fields.has("input")) {
            if (!tool.input().path("type").asText().equals("object")) {
                findings.error(
                        fields.fields("input").at("type"),
                        "Arguments are an object, and this schema does not say so.",
                        "Write `type: object`.");
            }
            usable(tool.input(), "input", fields);
        }
        tool.output().filter(output -> fields.has("output")).ifPresent(output -> usable(output, "output", fields));
        businessKey(tool, fields);
        trusted(tool, fields);
    }

    private void usable(JsonNode schema, String key, Fields fields) {
        if (leadsOut(schema)) {
            findings.error(
                    fields.at(key),
                    "The schema leads to another one outside itself, and nothing is fetched.",
                    "Write that one under `$defs`, and `$ref: \"#/$defs/…\"`.");
            return;
        }
        Optional<YamlNode> mistake = fields.node(key).flatMap(META::mistake);
        if (mistake.isPresent()) {
            findings.error(
                    mistake.get().place(),
                    "This is not possible in a JSON Schema.",
                    "Mend it; https://json-schema.org/draft/2020-12 says what may be in it.");
            return;
        }
        check.mistake(schema)
                .ifPresent(unusable -> findings.error(
                        fields.at(key),
                        "This is no JSON Schema that can be used: " + unusable + (unusable.endsWith(".") ? "" : "."),
                        "Mend it; https://json-schema.org/draft/2020-12 says what may be in it."));
    }

    private static boolean leadsOut(JsonNode schema) {
        for (String name : REFERENCES) {
            JsonNode reference = schema.path(name);
            if (schema.isObject()
                    && reference.isTextual()
                    && !reference.asText().startsWith("#")
                    && !reference.asText().equals(MetaSchema.ID)) {
                return true;
            }
        }
        for (JsonNode inner : schema) {
            if (leadsOut(inner)) {
                return true;
            }
        }
        return false;
    }

    /** A key that is not always whole would make two different orders one. */
    private void businessKey(ToolSpec tool, Fields fields) {
        List<String> required = new ArrayList<>();
        tool.input().path("required").forEach(name -> required.add(name.asText()));
        tool.businessKey().stream()
                .filter(name -> !required.contains(name))
                .findFirst()
                .ifPresent(name -> findings.error(
                        fields.at("businessKey"),
                        "`" + name + "` is part of the key and no required argument.",
                        "Add it to `required` of `input`, or leave it out. " + AgentRules.nearest(name, required)));
    }

    private void trusted(ToolSpec tool, Fields fields) {
        List<String> known = new ArrayList<>();
        tool.output().ifPresent(output -> output.path("properties").fieldNames().forEachRemaining(known::add));
        tool.trusted().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> findings.error(
                        fields.at("trusted"),
                        "`" + name + "` is trusted and no field of `output`.",
                        AgentRules.nearest(name, known)));
    }
}

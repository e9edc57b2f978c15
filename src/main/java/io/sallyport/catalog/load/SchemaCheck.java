package io.sallyport.catalog.load;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.BuiltIn;
import io.sallyport.core.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validates one kind of file against its published schema. */
final class SchemaCheck {
    /** The validator's own sentences are not used: what it says is worded by {@link SchemaWording}. */
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .messageSource((key, fallback, locale, arguments) -> key)
            .build();

    private final Schema schema;

    SchemaCheck(FileKind kind) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(CONFIG));
        this.schema = registry.getSchema(BuiltIn.text(kind.schemaResource()));
    }

    void check(YamlNode tree, Findings findings) {
        Set<Place> retyped = new HashSet<>();
        List<Error> errors = validate(tree, retyped);
        if (retype(errors, tree, retyped)) {
            errors = validate(tree, retyped);
        }
        SchemaWording wording = new SchemaWording(schema.getSchemaNode(), findings);
        errors.forEach(error -> wording.say(error, tree));
    }

    private List<Error> validate(YamlNode tree, Set<Place> retyped) {
        return schema.validate(Json.text(new JsonTree(retyped).of(tree)), InputFormat.JSON);
    }

    /** A reference gives text, unless the schema wants something else there: then the text is read once more. */
    private static boolean retype(List<Error> errors, YamlNode tree, Set<Place> retyped) {
        for (Error error : errors) {
            if (error.getKeyword().equals("type")
                    && Steps.find(tree, error.getInstanceLocation()) instanceof YamlNode.Scalar scalar
                    && scalar.referenced()) {
                retyped.add(scalar.place());
            }
        }
        return !retyped.isEmpty();
    }
}

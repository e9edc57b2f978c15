package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * Schemas ready for use, by the manifest's digest, a bounded number of them. Patterns are RE2's: those of the platform can be made to take
 * for ever by who writes the text, and here a model does. Nothing is ever fetched: a reference leads into the same schema or nowhere.
 */
final class CompiledSchemas {
    private static final int MOST = 500;

    /** The validator's own sentences are not used: what it says is worded by {@link ArgumentWording}. */
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .messageSource((key, fallback, locale, arguments) -> key)
            .regularExpressionFactory(CompiledSchemas::expression)
            .build();

    private final Cache<String, Compiled> byDigest =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** A tool's schemas; {@code output} lets everything through where the manifest has none. */
    record Compiled(Schema input, Schema output) {}

    /** @throws SchemaException where a schema is none */
    Compiled of(ToolSpec tool) {
        return Objects.requireNonNull(byDigest.get(
                tool.digest(),
                missing -> new Compiled(
                        compile(tool.input()), compile(tool.output().orElseGet(Json::object)))));
    }

    /** What keeps {@code schema} from being used, if anything does. */
    static Optional<String> mistake(JsonNode schema) {
        try {
            var _ = compile(schema);
            return Optional.empty();
        } catch (SchemaException broken) {
            String message = broken.getMessage();
            return Optional.of(message == null ? "it is no JSON Schema" : message);
        }
    }

    static Schema compile(JsonNode schema) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(CONFIG));
        try {
            Schema compiled = registry.getSchema(SchemaTree.of(schema));
            compiled.initializeValidators();
            return compiled;
        } catch (SchemaException broken) {
            throw broken;
        } catch (RuntimeException broken) {
            throw new SchemaException(Objects.requireNonNullElse(broken.getMessage(), "it is no JSON Schema"));
        }
    }

    private static RegularExpression expression(String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            return text -> pattern.matcher(text).find();
        } catch (PatternSyntaxException beyondRe2) {
            throw new SchemaException("the pattern `" + regex + "` is not possible here: " + beyondRe2.getDescription()
                    + " (patterns are RE2's, without look-around and back-references)");
        }
    }
}

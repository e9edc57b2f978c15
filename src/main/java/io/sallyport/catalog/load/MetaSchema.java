package io.sallyport.catalog.load;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.core.json.Json;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The schema of schemas (JSON Schema 2020-12), which the validator brings along. */
final class MetaSchema {
    static final String ID = "https://json-schema.org/draft/2020-12/schema";

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(ID));

    /** The deepest place of {@code written} that no JSON Schema can have; empty where it is one. */
    Optional<YamlNode> mistake(YamlNode written) {
        String json = Json.text(new JsonTree(Set.of()).of(written));
        @Nullable YamlNode deepest = null;
        int depth = -1;
        for (Error error : schema.validate(json, InputFormat.JSON)) {
            if (error.getInstanceLocation().getNameCount() > depth) {
                depth = error.getInstanceLocation().getNameCount();
                deepest = Steps.find(written, error.getInstanceLocation());
            }
        }
        return depth < 0 ? Optional.empty() : Optional.of(deepest == null ? written : deepest);
    }
}

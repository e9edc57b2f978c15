package io.sallyport.catalog.load;

import com.networknt.schema.path.NodePath;
import io.sallyport.catalog.yaml.YamlNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Walks along the validator's paths. */
final class Steps {
    private Steps() {}

    static @Nullable YamlNode find(YamlNode root, NodePath path) {
        YamlNode here = root;
        for (int i = 0; i < path.getNameCount() && here != null; i++) {
            here = step(here, path.getName(i));
        }
        return here;
    }

    private static @Nullable YamlNode step(YamlNode node, String name) {
        return switch (node) {
            case YamlNode.Mapping mapping -> {
                YamlNode.Entry entry = mapping.entries().get(name);
                yield entry == null ? null : entry.value();
            }
            case YamlNode.Sequence sequence -> sequence.items().get(Integer.parseInt(name));
            case YamlNode.Scalar scalar -> null;
        };
    }

    /** The schema that holds the keyword at the path's end. */
    static JsonNode holder(JsonNode schema, NodePath keyword) {
        JsonNode here = schema;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            here = here.path(keyword.getName(i));
        }
        return here;
    }
}

package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.References;
import io.sallyport.catalog.yaml.YamlNode;
import io.sallyport.catalog.yaml.YamlReader;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files as trees, each held against the schema of its kind. */
final class Trees {
    /** Compiled once: they are part of the build. */
    private static final Map<FileKind, SchemaCheck> SCHEMAS = schemas();

    private static Map<FileKind, SchemaCheck> schemas() {
        Map<FileKind, SchemaCheck> schemas = new EnumMap<>(FileKind.class);
        for (FileKind kind : FileKind.values()) {
            if (kind.hasSchema()) {
                schemas.put(kind, new SchemaCheck(kind));
            }
        }
        return schemas;
    }

    /** The files of {@code kind} that are YAML, by name. */
    Map<SourceFile, Fields> of(FileKind kind, Iterable<SourceFile> files, References references, Findings findings) {
        YamlReader yaml = new YamlReader(references);
        FileReader text = new FileReader(findings);
        Map<SourceFile, Fields> trees = new LinkedHashMap<>();
        for (SourceFile file : files) {
            if (file.kind() == kind) {
                Optional<YamlNode> tree = yaml.read(file.name(), text.decode(file), findings);
                tree.ifPresent(root -> trees.put(file, check(kind, root, findings)));
            }
        }
        return trees;
    }

    /** The only file of {@code kind}; without fields where there is none. */
    Fields one(FileKind kind, Iterable<SourceFile> files, References references, Findings findings) {
        return of(kind, files, references, findings).values().stream()
                .findFirst()
                .orElseGet(() -> new Fields(Map.of(), Place.wholeFile(kind.path()), findings));
    }

    /** The tree's fields; what the schema does not allow is found. */
    Fields check(FileKind kind, YamlNode root, Findings findings) {
        @Nullable SchemaCheck schema = SCHEMAS.get(kind);
        if (schema != null) {
            schema.check(root, findings);
        }
        return Fields.of(root, findings);
    }
}

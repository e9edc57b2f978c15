package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.yaml.References;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tools of one load: those of the jar, and those of the catalogue's folder. */
final class Tools {
    private final LoadContext context;
    private final Map<String, McpServerSpec> servers;
    private final Map<String, ToolSpec> all = new TreeMap<>();
    private final Map<String, Fields> written = new LinkedHashMap<>();
    private final Set<String> broken = new HashSet<>();

    Tools(LoadContext context, Map<String, McpServerSpec> servers) {
        this.context = context;
        this.servers = servers;
    }

    Tools bind(List<SourceFile> files, Trees trees, References references) {
        ToolBinder binder = new ToolBinder(context, servers);
        Findings findings = context.findings();
        Map<String, ToolSpec> builtIn =
                BuiltInTools.bind(trees.of(FileKind.TOOL, BuiltInTools.files(), References.none(), findings), binder);
        builtIn.values().stream().filter(BuiltInTools::needsNoFile).forEach(tool -> all.put(tool.name(), tool));
        files.stream().filter(file -> file.kind() == FileKind.TOOL).forEach(file -> broken.add(file.stem()));
        trees.of(FileKind.TOOL, files, references, findings).forEach((file, fields) -> {
            NamedFile.check(file, fields, "tool");
            @Nullable ToolSpec base = fields.text("builtin").map(builtIn::get).orElse(null);
            binder.bind(file.stem(), fields, base).ifPresent(tool -> {
                all.put(tool.name(), tool);
                written.put(tool.name(), fields);
                broken.remove(tool.name());
            });
        });
        ToolRules rules =
                new ToolRules(builtIn, this, new SchemaRules(context.checks().schemas(), findings), findings);
        written.forEach(
                (name, fields) -> Optional.ofNullable(all.get(name)).ifPresent(tool -> rules.check(tool, fields)));
        return this;
    }

    /** All that could be bound, by name. */
    Map<String, ToolSpec> all() {
        return all;
    }

    /** Whether its file is there but bad, which has been told. */
    boolean isBroken(String name) {
        return broken.contains(name);
    }

    /** The fields of those that have a file. */
    Map<String, Fields> written() {
        return written;
    }
}

package io.sallyport.catalog.load;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.BuiltIn;
import io.sallyport.core.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools that the gateway has itself, as their manifests in the jar describe them. */
final class BuiltInTools {
    static final List<String> NAMES =
            List.of("calculate", "current_time", ToolBinding.Fetch.NAME, "key_value", "request_input");

    private BuiltInTools() {}

    /** Their manifests, as files. */
    static List<SourceFile> files() {
        return NAMES.stream()
                .map(name -> new SourceFile(
                        FileKind.TOOL, "tools/" + name + ".yaml", Bytes.of(BuiltIn.text("tools/" + name + ".yaml"))))
                .toList();
    }

    /** Binds manifests of the jar, which build on nothing. */
    static Map<String, ToolSpec> bind(Map<SourceFile, Fields> trees, ToolBinder binder) {
        Map<String, ToolSpec> tools = new LinkedHashMap<>();
        trees.forEach((file, fields) ->
                binder.bind(file.stem(), fields, null).ifPresent(tool -> tools.put(tool.name(), tool)));
        return tools;
    }

    /** Whether a grant is enough to have it: what goes out needs a file that says whereto. */
    static boolean needsNoFile(ToolSpec tool) {
        return !(tool.binding() instanceof ToolBinding.Fetch);
    }
}

package io.sallyport.catalog.load;

import java.util.List;
import java.util.Optional;

/** The files a catalogue has. Another kind is one more entry here, its schema, and a binder. */
enum FileKind {
    MODELS("models.yaml", "models"),
    PRINCIPALS("principals.yaml", "principals"),
    LIMITS("limits.yaml", "limits"),
    MCP("mcp.yaml", "mcp"),
    TOOL("tools/", "tool"),
    AGENT("agents/", "agent"),
    RELEASES("prompts/", "releases"),
    PROMPT("prompts/", "prompt"),
    PARTIAL("prompts/", "");

    private final String path;
    private final String schema;

    FileKind(String path, String schema) {
        this.path = path;
        this.schema = schema;
    }

    boolean hasSchema() {
        return !schema.isEmpty();
    }

    /** Where its schema is on the class path. */
    String schemaResource() {
        return "schema/" + schema + ".schema.json";
    }

    /** Its name from the catalogue's folder; for files of which there are many, the folder they are in, with a slash behind it. */
    String path() {
        return path;
    }

    /** Kinds of which the catalogue has one file at most. */
    static List<FileKind> single() {
        return List.of(MODELS, PRINCIPALS, LIMITS, MCP);
    }

    /** Kinds without which there is no catalogue. */
    static List<FileKind> required() {
        return List.of(MODELS, PRINCIPALS);
    }

    /** Kinds of which the catalogue's folder has one file for each thing. */
    static List<FileKind> many() {
        return List.of(TOOL, AGENT);
    }

    static Optional<FileKind> ofSingle(String file) {
        return single().stream().filter(kind -> kind.path.equals(file)).findFirst();
    }

    static List<String> singleFiles() {
        return single().stream().map(FileKind::path).toList();
    }
}

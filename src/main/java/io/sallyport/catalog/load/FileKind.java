package io.sallyport.catalog.load;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files a catalogue has. Another kind is one more entry here, its schema, and a binder. */
enum FileKind {
    MODELS("models.yaml", "models"),
    PRINCIPALS("principals.yaml", "principals");

    private final String file;
    private final String schema;

    FileKind(String file, String schema) {
        this.file = file;
        this.schema = schema;
    }

    /** Its name from the catalogue's folder. */
    String file() {
        return file;
    }

    /** Where its schema is on the class path. */
    String schemaResource() {
        return "schema/" + schema + ".schema.json";
    }

    static Optional<FileKind> of(String file) {
        return Arrays.stream(values()).filter(kind -> kind.file.equals(file)).findFirst();
    }

    static List<String> files() {
        return Arrays.stream(values()).map(FileKind::file).toList();
    }
}

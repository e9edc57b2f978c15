package io.sallyport.catalog.load;

import java.util.Optional;

/** A file is found by its name, and what is in it says the same name. */
final class NamedFile {
    private NamedFile() {}

    static void check(SourceFile file, Fields fields, String what) {
        Optional<String> name = fields.text("name");
        if (name.filter(written -> !written.equals(file.stem())).isPresent()) {
            fields.findings()
                    .error(
                            fields.at("name"),
                            "The " + what + " `" + name.get() + "` is in the file `" + file.name() + "`.",
                            "Rename one of the two.");
        }
    }
}

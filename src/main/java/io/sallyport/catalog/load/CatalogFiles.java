package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.core.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the catalogue's own files as they are at one moment. */
final class CatalogFiles {
    private final Path folder;
    private final Findings findings;
    private final FileReader reader;

    CatalogFiles(Path folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
        this.reader = new FileReader(findings);
    }

    /** What could be read; what is missing, too long or unreadable is found. */
    List<SourceFile> read() {
        List<SourceFile> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            findings.error(
                    Place.wholeFile(folder.toString()),
                    "There is no such folder.",
                    "Create it with "
                            + FileKind.required().stream().map(FileKind::path).collect(Collectors.joining(" and "))
                            + ", or name another one with SALLYPORT_CATALOG_DIR.");
            return files;
        }
        FileKind.single().forEach(kind -> one(kind, files));
        FileKind.many().forEach(kind -> many(kind, files));
        reader.list(folder, folder.toString()).forEach(this::stranger);
        return files;
    }

    private void one(FileKind kind, List<SourceFile> files) {
        Path path = folder.resolve(kind.path());
        if (Files.exists(path)) {
            reader.read(kind, path, kind.path()).ifPresent(files::add);
        } else if (FileKind.required().contains(kind)) {
            findings.error(
                    Place.wholeFile(kind.path()),
                    "The file is missing.",
                    "Create it; docs/catalogue.md shows what is in it.");
        }
    }

    private void many(FileKind kind, List<SourceFile> files) {
        Path below = folder.resolve(kind.path());
        for (String name : reader.list(below, kind.path())) {
            if (name.endsWith(".yaml")) {
                reader.read(kind, below.resolve(name), kind.path() + name).ifPresent(files::add);
            } else {
                findings.warning(
                        Place.wholeFile(kind.path() + name),
                        "The file is not read.",
                        "Files here are called `<name>.yaml`.");
            }
        }
    }

    /** YAML files and folders that nobody reads are likely a slip in the name. */
    private void stranger(String name) {
        if (Files.isDirectory(folder.resolve(name))) {
            strangeFolder(name);
        } else if ((name.endsWith(".yaml") || name.endsWith(".yml"))
                && FileKind.ofSingle(name).isEmpty()) {
            String fix = Nearest.to(name, FileKind.singleFiles())
                    .map(meant -> "Did you mean `" + meant + "`?")
                    .orElse("Files that are read: " + String.join(", ", FileKind.singleFiles()) + ".");
            findings.warning(Place.wholeFile(name), "The file is not read.", fix);
        }
    }

    private void strangeFolder(String name) {
        List<String> folders = FileKind.many().stream()
                .map(kind -> kind.path().replace("/", ""))
                .toList();
        if (!folders.contains(name)) {
            Nearest.to(name, folders)
                    .ifPresent(meant -> findings.warning(
                            Place.wholeFile(name), "The folder is not read.", "Did you mean `" + meant + "`?"));
        }
    }
}

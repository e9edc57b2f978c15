package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the prompts' files as they are at one moment. A folder that is not there holds none. */
final class PromptFiles {
    private static final String ROOT = "prompts/";
    private static final String ENDING = ".prompt";
    private static final String RELEASES = "releases.yaml";
    private static final String EVALS = "evals";

    private final Path folder;
    private final Findings findings;
    private final FileReader reader;

    PromptFiles(Path folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
        this.reader = new FileReader(findings);
    }

    List<SourceFile> read() {
        List<SourceFile> files = new ArrayList<>();
        for (String name : reader.list(folder, ROOT)) {
            Path path = folder.resolve(name);
            if (Files.isDirectory(path)) {
                reader.list(path, ROOT + name).forEach(file -> read(path, ROOT + name + "/", file, files));
            } else if (isPartial(name)) {
                reader.read(FileKind.PARTIAL, path, ROOT + name).ifPresent(files::add);
            } else {
                stranger(ROOT + name, "Prompts are in a folder of their agent; what they share is `_<name>.prompt`.");
            }
        }
        return files;
    }

    private void read(Path below, String shownBelow, String name, List<SourceFile> files) {
        Optional<FileKind> kind = kind(name);
        if (kind.isPresent()) {
            reader.read(kind.get(), below.resolve(name), shownBelow + name).ifPresent(files::add);
        } else if (!name.equals(EVALS)) {
            stranger(shownBelow + name, "Read here: `<name>.v<N>.prompt`, `_<name>.prompt` and `releases.yaml`.");
        }
    }

    private static Optional<FileKind> kind(String name) {
        if (name.equals(RELEASES)) {
            return Optional.of(FileKind.RELEASES);
        }
        if (isPartial(name)) {
            return Optional.of(FileKind.PARTIAL);
        }
        return PromptName.of(name).map(version -> FileKind.PROMPT);
    }

    private static boolean isPartial(String name) {
        return name.startsWith("_") && name.endsWith(ENDING);
    }

    private void stranger(String name, String fix) {
        findings.warning(Place.wholeFile(name), "The file is not read.", fix);
    }
}

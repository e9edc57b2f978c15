package io.sallyport.catalog.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files that a catalogue would be read from now, names alone. */
public final class Listing {
    private final Path folder;
    private final Path prompts;

    Listing(Path folder, Path prompts) {
        this.folder = folder;
        this.prompts = prompts;
    }

    public Set<Path> files() {
        Set<Path> files = new HashSet<>(filesIn(folder));
        FileKind.many().forEach(kind -> files.addAll(filesIn(folder.resolve(kind.path()))));
        for (Path path : in(prompts)) {
            if (Files.isDirectory(path)) {
                files.addAll(filesIn(path));
            }
        }
        files.addAll(filesIn(prompts));
        return files;
    }

    private static List<Path> filesIn(Path below) {
        return in(below).stream()
                .filter(path -> path.toString().matches(".*\\.(yaml|yml|prompt)"))
                .toList();
    }

    private static List<Path> in(Path below) {
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(below)) {
            return all.toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

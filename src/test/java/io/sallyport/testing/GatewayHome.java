package io.sallyport.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folders of one gateway under test: its catalogue, its prompts, its data, its working directory.
 *
 * @param root everything is below it
 */
record GatewayHome(Path root) {

    static GatewayHome create(Map<String, String> catalogFiles, Map<String, String> promptFiles) {
        try {
            GatewayHome home = new GatewayHome(Files.createTempDirectory("sallyport-it"));
            Files.createDirectories(home.catalog());
            Files.createDirectories(home.prompts());
            Files.createDirectories(home.staging());
            promptFiles.forEach(home::writePromptFile);
            catalogFiles.forEach(home::writeCatalogFile);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below {@code folder}, by their paths from there. */
    static Map<String, String> texts(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path catalog() {
        return root.resolve("catalog");
    }

    Path prompts() {
        return root.resolve("prompts");
    }

    Path data() {
        return root.resolve("data");
    }

    private Path staging() {
        return root.resolve("staging");
    }

    /** Replaces a file of the catalogue in one step, as a careful deployment does. */
    void writeCatalogFile(String name, String text) {
        write(catalog().resolve(name), text);
    }

    /** Replaces a file of the prompts in one step. */
    void writePromptFile(String name, String text) {
        write(prompts().resolve(name), text);
    }

    private void write(Path target, String text) {
        try {
            Files.createDirectories(target.getParent());
            Path staged = Files.writeString(staging().resolve(target.getFileName()), text);
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean catalogFileIs(String name, String text) {
        Path file = catalog().resolve(name);
        try {
            return Files.exists(file) && Files.readString(file).equals(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteCatalogFile(String name) {
        delete(catalog().resolve(name));
    }

    void deletePromptFile(String name) {
        delete(prompts().resolve(name));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        TestFolders.delete(root);
    }
}

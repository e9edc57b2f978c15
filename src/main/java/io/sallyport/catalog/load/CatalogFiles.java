package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.core.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the catalogue's files as they are at one moment. */
final class CatalogFiles {
    private static final int MAX_BYTES = 4_000_000;

    private final Path folder;
    private final Findings findings;

    CatalogFiles(Path folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    /** What could be read, as bytes; what is missing, too long or unreadable is found. */
    Map<FileKind, byte[]> read() {
        Map<FileKind, byte[]> contents = new EnumMap<>(FileKind.class);
        if (!Files.isDirectory(folder)) {
            findings.error(
                    Place.wholeFile(folder.toString()),
                    "There is no such folder.",
                    "Create it with " + String.join(" and ", FileKind.files())
                            + ", or name another one with SALLYPORT_CATALOG_DIR.");
            return contents;
        }
        for (FileKind kind : FileKind.values()) {
            read(kind, contents);
        }
        strangers();
        return contents;
    }

    private void read(FileKind kind, Map<FileKind, byte[]> contents) {
        Place place = Place.wholeFile(kind.file());
        Path path = folder.resolve(kind.file());
        if (!Files.exists(path)) {
            findings.error(place, "The file is missing.", "Create it; docs/catalogue.md shows what is in it.");
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                findings.error(place, "The file is longer than " + MAX_BYTES + " bytes.", "Make it smaller.");
                return;
            }
            contents.put(kind, content);
        } catch (IOException e) {
            findings.error(place, "The file cannot be read.", "Check its permissions.");
        }
    }

    /** YAML files that nobody reads are likely a slip in the name. */
    private void strangers() {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(path -> path.getFileName().toString()).toList();
            names.stream()
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .filter(name -> FileKind.of(name).isEmpty())
                    .forEach(this::stranger);
        } catch (IOException e) {
            findings.error(
                    Place.wholeFile(folder.toString()), "The folder cannot be listed.", "Check its permissions.");
        }
    }

    private void stranger(String name) {
        String fix = Nearest.to(name, FileKind.files())
                .map(meant -> "Did you mean `" + meant + "`?")
                .orElse("Files that are read: " + String.join(", ", FileKind.files()) + ".");
        findings.warning(Place.wholeFile(name), "The file is not read.", fix);
    }

    static String decode(byte[] content, Place place, Findings findings) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            findings.error(place, "The file is not valid UTF-8.", "Save it as UTF-8.");
            return "";
        }
    }
}

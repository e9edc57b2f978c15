package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.core.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads files and lists folders, within bounds; what goes wrong is found. */
final class FileReader {
    private static final int MAX_BYTES = 4_000_000;

    /** Of one folder. */
    private static final int MAX_FILES = 2_000;

    private final Findings findings;

    FileReader(Findings findings) {
        this.findings = findings;
    }

    Optional<SourceFile> read(FileKind kind, Path path, String name) {
        Place place = Place.wholeFile(name);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length <= MAX_BYTES) {
                return Optional.of(new SourceFile(kind, name, Bytes.of(content)));
            }
            findings.error(place, "The file is longer than " + MAX_BYTES + " bytes.", "Make it smaller.");
        } catch (IOException e) {
            findings.error(place, "The file cannot be read.", "Check its permissions.");
        }
        return Optional.empty();
    }

    /** What is in the folder, by name in their order, hidden files left out; nothing where there is no such folder. */
    List<String> list(Path folder, String shownAs) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .toList();
            if (names.size() > MAX_FILES) {
                findings.error(
                        Place.wholeFile(shownAs), "There are more than " + MAX_FILES + " files.", "Remove some.");
            }
            return names;
        } catch (IOException e) {
            findings.error(Place.wholeFile(shownAs), "The folder cannot be listed.", "Check its permissions.");
            return List.of();
        }
    }

    /** The text; nothing where it is no UTF-8, which is found. */
    String decode(SourceFile file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.content().array()))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            findings.error(Place.wholeFile(file.name()), "The file is not valid UTF-8.", "Save it as UTF-8.");
            return "";
        }
    }
}

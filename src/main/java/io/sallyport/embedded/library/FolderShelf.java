package io.sallyport.embedded.library;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The documents that lie in a folder, and nothing else that can be reached from there: plain files that end in {@code .md} or {@code .txt},
 * no links, nothing below, nothing hidden. The folder is looked at anew each time.
 */
final class FolderShelf implements Shelf {
    /** The most documents that are shown: a run asks one agent for each. */
    static final int MOST = 50;

    /** The largest document, in bytes. */
    static final int LARGEST = 64 * 1024;

    private static final int LONGEST_NAME = 200;

    private final Path folder;

    private FolderShelf(Path folder) {
        this.folder = folder;
    }

    /** @throws StartRefused where {@code configured} is no folder that can be read */
    static FolderShelf of(Path configured) {
        try {
            FolderShelf shelf = new FolderShelf(configured.toRealPath());
            var _ = shelf.list();
            return shelf;
        } catch (IOException e) {
            throw new StartRefused(
                    "SALLYPORT_LIBRARY_DIR names " + configured.toAbsolutePath()
                            + ", which is no folder that can be read: name one, or leave it unset for the documents of the example.",
                    e);
        }
    }

    @Override
    public Listing list() throws IOException {
        TreeMap<String, Entry> found = new TreeMap<>();
        int leftOut = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!isDocument(name)) {
                    continue;
                }
                BasicFileAttributes is;
                try {
                    is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException gone) {
                    continue; // somebody tidies up while we look
                }
                if (!is.isRegularFile() || is.size() > LARGEST) {
                    leftOut++;
                    continue;
                }
                var _ = found.put(name, new Entry(name, is.size()));
                if (found.size() > MOST) {
                    var _ = found.pollLastEntry();
                    leftOut++;
                }
            }
        }
        return new Listing(found.values().stream().toList(), leftOut);
    }

    private static boolean isDocument(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return (small.endsWith(".md") || small.endsWith(".txt"))
                && !name.startsWith(".")
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public Optional<Document> read(String name) throws IOException {
        boolean there =
                list().documents().stream().anyMatch(entry -> entry.name().equals(name));
        if (!there) {
            return Optional.empty();
        }
        // What was a plain file a moment ago may be a link or larger by now: neither is followed.
        try (InputStream file = Files.newInputStream(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = file.readNBytes(LARGEST + 1);
            return bytes.length > LARGEST ? Optional.empty() : Optional.of(Document.of(name, ByteBuffer.wrap(bytes)));
        }
    }
}

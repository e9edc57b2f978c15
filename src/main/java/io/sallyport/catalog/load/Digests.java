package io.sallyport.catalog.load;

import io.sallyport.catalog.CatalogStatus.FileState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What files hold, in a few digits. */
public final class Digests {
    private static final int REVISION_DIGITS = 16;
    private static final int MAX_BYTES = 8_000_000;

    private Digests() {}

    /** The digest of the file's first megabytes, or a word of its own where it cannot be read. */
    public static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(MAX_BYTES));
        } catch (IOException e) {
            return "absent";
        }
    }

    /** The catalogue's files, and those it names, by their names from the catalogue's folder. */
    static List<FileState> of(Path folder, List<SourceFile> read, Set<Path> named) {
        List<FileState> files = new ArrayList<>();
        read.forEach(file ->
                files.add(new FileState(file.name(), file.content().sha256().hex())));
        named.stream().sorted().forEach(path -> files.add(new FileState(name(folder, path), of(path))));
        return files;
    }

    /** The same for the same files, whatever machine they are on. */
    static String revision(List<FileState> files) {
        String all = files.stream()
                .map(file -> file.name() + " " + file.digest() + "\n")
                .collect(Collectors.joining());
        return of(all.getBytes(StandardCharsets.UTF_8)).substring(0, REVISION_DIGITS);
    }

    /** What a file is called: by its name from the catalogue's folder, where it is below it. */
    static String name(Path folder, Path path) {
        return path.startsWith(folder) ? folder.relativize(path).toString() : path.toString();
    }

    private static String of(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

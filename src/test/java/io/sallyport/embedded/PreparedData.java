package io.sallyport.embedded;

import io.sallyport.testing.MadeOnce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Data folders in which PostgreSQL's programs lie unpacked and the issuer's key is made. Doing that costs a start more of a processor than
 * all the rest of it, so it is done once for all tests of a run. Passwords, databases and whatever else is in a folder are its own.
 */
public final class PreparedData {
    /** The system property naming the folder that the others are made from. Without it every folder begins empty, as a user's does. */
    private static final String MODEL = System.getProperty("testing.prepared-data", "");

    private static final String ISSUER_KEY = "issuer-key";

    private PreparedData() {}

    /** Prepares {@code folder}, which nobody has started on yet, and returns it. */
    public static Path in(Path folder) {
        return MODEL.isEmpty() ? folder : in(folder, Path.of(MODEL).toAbsolutePath());
    }

    static Path in(Path folder, Path model) {
        MadeOnce.ensure(model, () -> Files.isDirectory(model), PreparedData::make);
        try {
            DataFolder from = DataFolder.open(model);
            DataFolder to = DataFolder.open(folder);
            SecretFile.write(
                    to.file(ISSUER_KEY), Files.readString(from.file(ISSUER_KEY)).strip());
            link(PostgresPrograms.home(from), PostgresPrograms.home(to));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path model) {
        try {
            DataFolder folder = DataFolder.open(model);
            PostgresPrograms.unpacked(folder);
            IssuerKey.keptIn(folder.file(ISSUER_KEY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file under its own name in {@code to}: a server is known by the name of what it runs, so a link to the folder would not do. */
    private static void link(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.toList();
        }
        for (Path source : all) {
            Path target = to.resolve(from.relativize(source));
            if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(target);
            } else if (Files.isSymbolicLink(source)) {
                Files.copy(source, target, LinkOption.NOFOLLOW_LINKS);
            } else {
                linkOrCopy(source, target);
            }
        }
    }

    private static void linkOrCopy(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileSystemException | UnsupportedOperationException e) {
            // The temporary folder is on another file system than the project.
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}

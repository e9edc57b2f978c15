package io.sallyport.embedded;

import io.sallyport.core.StartRefused;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's executables, unpacked once per data folder out of the package. */
final class PostgresPrograms {
    /** Part of the folder's name, so that a new major version unpacks its own; a data folder keeps the minor one that it was made with. */
    private static final String VERSION = "postgres-18";

    private static final int EXECUTABLE_BY_OWNER = 0100;

    private PostgresPrograms() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}. */
    static Path home(DataFolder folder) {
        return folder.programs().resolve(VERSION);
    }

    /** The same folder, filled. */
    static Path unpacked(DataFolder folder) throws IOException {
        Path home = home(folder);
        if (!Files.isDirectory(home)) {
            Path fresh = folder.programs().resolve(VERSION + ".new");
            Folders.delete(fresh);
            unpackInto(fresh);
            var _ = Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return home;
    }

    private static void unpackInto(Path target) throws IOException {
        try (InputStream packed = open();
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target);
            }
        }
    }

    private static InputStream open() throws IOException {
        InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (packed == null) {
            throw new StartRefused("This package holds no PostgreSQL for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch")
                    + ": build it on this machine, or use profile prod with a PostgreSQL of your own.");
        }
        return packed;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("the archive reaches outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            var _ = Files.createDirectories(file);
            return;
        }
        var _ = Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            var _ = Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            var _ = Files.copy(tar, file);
            markExecutable(file, entry);
        }
    }

    private static void markExecutable(Path file, TarArchiveEntry entry) throws IOException {
        if ((entry.getMode() & EXECUTABLE_BY_OWNER) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}

package io.sallyport.embedded;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The one folder that everything embedded lives in. Only its owner may look inside: it holds the secrets of the embedded services. */
public record DataFolder(Path root) {

    /**
     * Makes the folder where it is missing and makes sure that it can be written.
     *
     * @throws StartRefused when it cannot
     */
    public static DataFolder open(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                var _ = Files.createDirectories(path.toAbsolutePath().getParent());
                var _ = Files.createDirectory(path, PosixFilePermissions.asFileAttribute(Modes.OWNER_ONLY_FOLDER));
            }
            // Asking for permission is no proof (read-only mounts, root), writing is.
            Path probe = Files.createTempFile(path, "probe", null);
            Files.delete(probe);
            return new DataFolder(path.toRealPath());
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder " + path.toAbsolutePath()
                            + " cannot be written: make it writable for this user, or name another one in SALLYPORT_DATA_DIR.",
                    e);
        }
    }

    /** Executables unpacked from the package: whatever runs out of here belongs to this folder. */
    Path programs() {
        return root.resolve("bin");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path file(String name) {
        return root.resolve(name);
    }
}

package io.sallyport.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A file or folder made by whoever needs it first; other JVMs that test at the same time wait for it, and what is half made is never seen. */
public final class MadeOnce {
    /** A lock of a file is held by the whole JVM, so its own threads wait here. */
    private static final Map<Path, Object> OWN_THREADS = new ConcurrentHashMap<>();

    private MadeOnce() {}

    /**
     * Has {@code make} make {@code result} beside its place, unless {@code isThere}.
     *
     * @throws UncheckedIOException when it cannot be put into its place
     */
    public static void ensure(Path result, BooleanSupplier isThere, Consumer<Path> make) {
        if (isThere.getAsBoolean()) {
            return;
        }
        synchronized (OWN_THREADS.computeIfAbsent(result, path -> new Object())) {
            ensureAlone(result, isThere, make);
        }
    }

    private static void ensureAlone(Path result, BooleanSupplier isThere, Consumer<Path> make) {
        try (FileChannel lock =
                        FileChannel.open(beside(result, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && !isThere.getAsBoolean()) {
                Path part = beside(result, ".part");
                TestFolders.delete(part);
                make.accept(part);
                Files.move(part, result, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path beside(Path result, String ending) {
        return result.resolveSibling(result.getFileName() + ending);
    }
}

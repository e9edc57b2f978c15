package io.sallyport.embedded;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's lock on a data folder. The system lets go of it when the process ends, however it ends, so a held lock
 * means a living instance and an orphaned server process never looks like one. Children do not inherit it.
 */
final class FolderLock {
    private final FileLock lock;

    private FolderLock(FileLock lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock for the rest of this process's life.
     *
     * @throws StartRefused when another instance has it
     */
    static FolderLock take(DataFolder folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw inUse(folder.root());
            }
            return new FolderLock(lock);
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder " + folder.root()
                            + " cannot be locked: put it on a local file system, or name another one in SALLYPORT_DATA_DIR.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static StartRefused inUse(Path root) {
        return new StartRefused("Another Sallyport is running on the data folder " + root
                + ": stop it, or give this one a folder of its own in SALLYPORT_DATA_DIR.");
    }

    void release() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            // The system takes it back when the process ends, which is what a release comes before.
            throw new UncheckedIOException(e);
        }
    }
}

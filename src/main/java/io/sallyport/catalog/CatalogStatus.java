package io.sallyport.catalog;

import java.time.Instant;
import java.util.List;

/**
 * How the catalogue is doing on this replica.
 *
 * @param revision of the running snapshot
 * @param loadedAt when the running snapshot was loaded
 * @param files    what the running snapshot was read from
 * @param errors   what keeps the files as they are now from being used; empty: they are running
 * @param warnings what is doubtful in the running snapshot
 */
public record CatalogStatus(
        String revision, Instant loadedAt, List<FileState> files, List<Finding> errors, List<Finding> warnings) {
    public CatalogStatus {
        files = List.copyOf(files);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** Whether the files are worse than what is running: the last good version is kept. */
    public boolean stale() {
        return !errors.isEmpty();
    }

    /** The same snapshot running, while the files are as bad as {@code found}. */
    public CatalogStatus withErrors(List<Finding> found) {
        return new CatalogStatus(revision, loadedAt, files, found, warnings);
    }

    /**
     * A file of the catalogue.
     *
     * @param name   from the catalogue's folder
     * @param digest SHA-256 of its bytes, in hexadecimal digits
     */
    public record FileState(String name, String digest) {}
}

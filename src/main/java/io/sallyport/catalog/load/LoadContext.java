package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the binders of one load share.
 *
 * @param folder     the catalogue's folder, from which relative paths go
 * @param named       files that belong to the catalogue because it names them: a change in one is a change of it
 * @param secretFiles files whose content is nobody's business, not even as a digest
 * @param checks      what others know about what is in the files
 */
record LoadContext(
        Path folder,
        Findings findings,
        SecretStore secrets,
        Set<Path> named,
        Set<Path> secretFiles,
        CatalogLoader.Checks checks) {
    /** All files that it matters to watch, there or not. */
    Set<Path> references() {
        Set<Path> all = new LinkedHashSet<>(named);
        all.addAll(secretFiles);
        return all;
    }
}

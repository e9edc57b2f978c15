package io.sallyport.catalog.load;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogStatus;
import io.sallyport.catalog.Finding;
import io.sallyport.catalog.PromptSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of one load.
 *
 * @param catalog    the snapshot; empty where there are errors
 * @param released   the prompts that are released
 * @param files      what was read, with digests
 * @param references other files that matter to it
 */
public record LoadedCatalog(
        Optional<Catalog> catalog,
        List<PromptSpec> released,
        List<CatalogStatus.FileState> files,
        Set<Path> references,
        List<Finding> errors,
        List<Finding> warnings) {
    public LoadedCatalog {
        released = List.copyOf(released);
        files = List.copyOf(files);
        references = Set.copyOf(references);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}

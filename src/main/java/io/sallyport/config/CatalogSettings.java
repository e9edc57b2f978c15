package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where the catalogue is. */
public interface CatalogSettings {
    /** The folder of the catalogue's files, from the working folder if it is relative. {@code SALLYPORT_CATALOG_DIR}. */
    @WithDefault("catalog")
    Path dir();
}

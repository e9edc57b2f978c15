package io.sallyport.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The root of the server's settings; each room's group is an interface of its own beside this one. */
@ConfigMapping(prefix = "sallyport")
public interface SallyportConfig {
    /** Where providers, routes and principals are declared. */
    CatalogSettings catalog();

    /** The folder of the embedded services, from the working folder if it is relative. {@code SALLYPORT_DATA_DIR}; not used in {@code prod}. */
    @WithDefault(".sallyport")
    Path dataDir();

    /** What the embedded services say about themselves; not for operators to set. */
    EmbeddedFacts embedded();

    /** How the server leaves. */
    ShutdownSettings shutdown();
}

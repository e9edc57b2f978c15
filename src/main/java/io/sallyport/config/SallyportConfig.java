package io.sallyport.config;

import io.smallrye.config.ConfigMapping;

/** The root of the server's settings; each room's group is an interface of its own beside this one. */
@ConfigMapping(prefix = "sallyport")
public interface SallyportConfig {
    /** Where providers, routes and principals are declared. */
    CatalogSettings catalog();
}

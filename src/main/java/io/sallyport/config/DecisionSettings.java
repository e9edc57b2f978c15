package io.sallyport.config;

import io.smallrye.config.WithDefault;

/** What is remembered of why calls went where they went. */
public interface DecisionSettings {
    /** Records kept in memory for each route. */
    @WithDefault("500")
    int perRoute();
}

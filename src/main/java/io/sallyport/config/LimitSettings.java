package io.sallyport.config;

import io.smallrye.config.WithDefault;

/** How much is taken in and held at once. */
public interface LimitSettings {
    /** Bytes of a request body: on every path where its length is announced, on the model path in chunks too. */
    @WithDefault("10485760")
    int body();

    /** Nested objects and arrays in a request body. */
    @WithDefault("100")
    int depth();

    /** Bytes of a provider's answer that is not a stream. */
    @WithDefault("33554432")
    int answer();

    /** Bytes of one event of a provider's stream. */
    @WithDefault("4194304")
    int event();

    /** Characters of a stream that are remembered so that it can be continued elsewhere. */
    @WithDefault("1048576")
    int continuation();
}

package io.sallyport.provider.openai;

import io.sallyport.catalog.ProviderSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The settings that need an HTTP client of their own. Providers that agree in them share one. */
record TransportKey(Optional<URI> proxy, Optional<Path> caFile) {
    static TransportKey of(ProviderSpec provider) {
        return new TransportKey(provider.proxy(), provider.caFile());
    }
}

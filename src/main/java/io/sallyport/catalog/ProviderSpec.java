package io.sallyport.catalog;

import io.sallyport.core.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A provider: somewhere that models are served.
 *
 * @param name    its key in {@code providers:}
 * @param dialect what it speaks
 * @param baseUrl the address in front of {@code /chat/completions}, without a trailing slash; empty where the dialect needs none
 * @param apiKey  sent as a bearer token; {@code none} or empty sends nothing
 * @param headers sent with each request, after ours
 * @param query   added to each request's query; some providers take their key there
 * @param proxy   HTTP proxy, {@code http://host:port}
 * @param caFile  PEM bundle trusted instead of the system's
 * @param script  the behaviour file, where the dialect is scripted
 * @param models  by name, in file order
 */
public record ProviderSpec(
        String name,
        ProviderDialect dialect,
        Optional<URI> baseUrl,
        Secret<String> apiKey,
        Map<String, Secret<String>> headers,
        Map<String, Secret<String>> query,
        Optional<URI> proxy,
        Optional<Path> caFile,
        Optional<Path> script,
        Map<String, ModelSpec> models) {

    public ProviderSpec {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }
}

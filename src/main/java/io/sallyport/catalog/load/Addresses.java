package io.sallyport.catalog.load;

import io.sallyport.catalog.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Reads the addresses of providers and proxies. An address may hold a password by mistake: it is never shown. */
final class Addresses {
    private Addresses() {}

    /** Without a trailing slash; empty where it is absent or wrong. */
    static Optional<URI> baseUrl(Fields provider) {
        Optional<URI> uri = http(provider, "baseUrl", "https?", "http://127.0.0.1:11500/v1");
        Place place = provider.at("baseUrl");
        if (uri.filter(u -> u.getRawQuery() != null || u.getRawFragment() != null)
                .isPresent()) {
            provider.findings()
                    .error(place, "A base address has no query or fragment.", "Put parameters under `query:`.");
        }
        return uri.map(u -> URI.create(u.toString().replaceFirst("/+$", "")));
    }

    static Optional<URI> proxy(Fields provider) {
        Optional<URI> uri = http(provider, "proxy", "http", "http://proxy.example:3128");
        Place place = provider.at("proxy");
        uri.filter(u -> u.getPort() < 0)
                .ifPresent(
                        u -> provider.findings().error(place, "The proxy has no port.", "Write `http://host:port`."));
        uri.filter(Addresses::hasMore)
                .ifPresent(u -> provider.findings()
                        .error(
                                place,
                                "A proxy is a host and a port, with nothing behind them.",
                                "Write `http://host:port`."));
        return uri;
    }

    private static boolean hasMore(URI uri) {
        return uri.getRawPath().length() > 1 || uri.getRawQuery() != null || uri.getRawFragment() != null;
    }

    private static Optional<URI> http(Fields provider, String key, String scheme, String example) {
        Optional<URI> uri = provider.text(key).flatMap(Addresses::parse);
        boolean usable = uri.filter(u -> u.getHost() != null)
                .filter(u -> u.getScheme().toLowerCase(Locale.ROOT).matches(scheme))
                .filter(u -> u.getPort() < 65_536)
                .isPresent();
        if (provider.has(key) && !usable) {
            provider.findings()
                    .error(
                            provider.at(key),
                            "This is not an address of " + (scheme.equals("http") ? "http://" : "http:// or https://")
                                    + ".",
                            "Write it like `" + example + "`.");
            return Optional.empty();
        }
        if (uri.filter(u -> u.getRawUserInfo() != null).isPresent()) {
            provider.findings()
                    .error(
                            provider.at(key),
                            "The address holds a user or a password.",
                            "Use `apiKey` or `headers` instead.");
        }
        return uri;
    }

    private static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() == null ? Optional.empty() : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}

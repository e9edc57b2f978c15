package io.sallyport.config.readiness;

import java.util.Optional;
import java.util.stream.Stream;

/** Services that are spoken to over HTTP: the issuer of access tokens, which must be there, and whoever takes traces. */
final class HttpRules {
    private static final String ISSUER = "QUARKUS_OIDC_AUTH_SERVER_URL";
    private static final String TRACES = "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT";

    private HttpRules() {}

    static Stream<String> findings(Settings settings) {
        Stream<String> missing = settings.get(ISSUER).isPresent()
                ? Stream.empty()
                : Stream.of(
                        ISSUER + " is not set: name the OIDC issuer, like https://login.example.com/realms/agents.");
        return Stream.concat(missing, Stream.of(ISSUER, TRACES).flatMap(variable -> address(variable, settings)));
    }

    private static Stream<String> address(String variable, Settings settings) {
        Optional<String> url = settings.get(variable);
        Optional<Address> address =
                url.flatMap(Address::parse).filter(a -> a.scheme().matches("https?"));
        if (url.isPresent() && address.isEmpty()) {
            return Stream.of(variable + " is no address: it begins with https:// and names a host.");
        }
        return address
                .filter(a -> a.scheme().equals("http") && !a.loopback())
                .map(a -> variable + " leads to " + a.host() + " by plain HTTP: use https://.")
                .stream();
    }
}

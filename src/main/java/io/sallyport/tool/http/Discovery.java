package io.sallyport.tool.http;

import io.sallyport.core.json.Json;
import io.sallyport.tool.http.Exchanged.Answer;
import java.net.InetAddress;
import java.net.URI;

/** Reads an issuer's discovery document. Whoever may be sent a client's secret is decided here. */
final class Discovery {
    private Discovery() {}

    /**
     * Where {@code issuer} gives out tokens.
     *
     * @throws TokenUnavailable where it does not say, or where an issuer of https:// sends secrets into the clear
     */
    static URI tokenEndpoint(URI issuer, Answer answer) {
        String named = Json.parse(answer.body().getBytes())
                .orElseGet(Json::object)
                .path("token_endpoint")
                .asText("");
        if (answer.status() != 200 || !named.matches("https?://[^\\s/]+.*")) {
            throw TokenUnavailable.silent("the issuer's discovery document names no token endpoint");
        }
        URI endpoint = parsed(named);
        if (isTls(issuer) && !isTls(endpoint) && !isLoopback(endpoint)) {
            throw TokenUnavailable.refused(
                    "the issuer's discovery document names a token endpoint without TLS: no secret is sent there");
        }
        return endpoint;
    }

    private static URI parsed(String named) {
        try {
            return URI.create(named);
        } catch (IllegalArgumentException e) {
            throw TokenUnavailable.silent("the issuer's discovery document names no token endpoint");
        }
    }

    private static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isLoopback(URI uri) {
        String host = Egress.host(uri);
        return Egress.isLiteral(host) && Egress.literal(host).stream().allMatch(InetAddress::isLoopbackAddress);
    }
}

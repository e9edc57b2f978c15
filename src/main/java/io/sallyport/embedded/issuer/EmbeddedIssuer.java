package io.sallyport.embedded.issuer;

import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.sallyport.embedded.IssuerKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/** The issuer's routes, all below {@link #PATH} and all open: a token is what one comes here for. */
@Singleton
public class EmbeddedIssuer {
    /** Where it lives on the gateway's own address. */
    public static final String PATH = "/embedded/issuer";

    private final EmbeddedFacts config;

    EmbeddedIssuer(SallyportConfig config) {
        this.config = config.embedded();
    }

    /** Without embedded services there is no issuer and there are no routes. */
    void install(@Observes Router router) {
        config.issuer().ifPresent(issuer -> install(router, issuer));
    }

    private void install(Router router, EmbeddedFacts.Issuer facts) {
        IssuerKey key = key(facts);
        String keyId = IssuerDocuments.keyId(key.publicKey());
        JsonObject discovery = IssuerDocuments.discovery(facts.url());
        JsonObject keySet = IssuerDocuments.keySet(key.publicKey());
        InstantSource clock = InstantSource.system();
        TokenEndpoint tokens = new TokenEndpoint(
                new ClientAuthentication(config.apiKey().orElseThrow()),
                new TokenExchange(facts.url(), key.publicKey(), clock),
                new TokenSigner(facts.url(), key, keyId, clock));
        var _ = router.get(PATH + "/.well-known/openid-configuration").handler(context -> send(context, discovery));
        var _ = router.get(PATH + "/jwks").handler(context -> send(context, keySet));
        var _ = router.post(PATH + "/token").handler(tokens);
    }

    private static IssuerKey key(EmbeddedFacts.Issuer facts) {
        try {
            return IssuerKey.keptIn(facts.keyFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(RoutingContext context, JsonObject document) {
        var _ = json(context.response()).end(document.toBuffer());
    }

    static HttpServerResponse json(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
}

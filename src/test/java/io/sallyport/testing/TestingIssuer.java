package io.sallyport.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An OIDC issuer on loopback: publishes its keys, and signs what a test needs signed. */
public final class TestingIssuer implements AutoCloseable {
    private static final int KEY_BITS = 2048;
    private static final float VALID_MINUTES = 10;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer();
    private final RsaJsonWebKey key;

    private TestingIssuer(RsaJsonWebKey key) {
        this.key = key;
    }

    public static TestingIssuer start() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(KEY_BITS);
            key.setKeyId("testing");
            TestingIssuer issuer = new TestingIssuer(key);
            issuer.serve();
            return issuer;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** An access token of {@code client}, by client credentials, for the gateway. */
    public String token(String client) {
        return token(client, "service-account-" + client);
    }

    /** An access token of a person who has logged in at {@code client}. */
    public String personToken(String client, String person) {
        return token(client, person);
    }

    private String token(String client, String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setSubject(subject);
        claims.setClaim("preferred_username", subject);
        claims.setAudience("sallyport");
        claims.setClaim("azp", client);
        claims.setClaim("client_id", client);
        claims.setIssuedAtToNow();
        claims.setGeneratedJwtId();
        claims.setExpirationTimeMinutesInTheFuture(VALID_MINUTES);
        return signed(claims);
    }

    private String signed(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve() {
        String keys = new JsonWebKeySet(List.of(key)).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        server.requestHandler(request -> answer(request, keys))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void answer(HttpServerRequest request, String keys) {
        request.response().putHeader("Content-Type", "application/json");
        switch (request.path()) {
            case "/keys" -> request.response().end(keys);
            case "/.well-known/openid-configuration" ->
                request.response()
                        .end(Json.write(Map.of(
                                "issuer", url(), "jwks_uri", url() + "/keys", "token_endpoint", url() + "/token")));
            default -> request.response().setStatusCode(404).end();
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}

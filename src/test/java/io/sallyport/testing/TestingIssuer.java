package io.sallyport.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** An OIDC issuer on loopback: publishes its keys, and signs what a test needs signed. */
public final class TestingIssuer implements AutoCloseable {
    private static final int KEY_BITS = 2048;
    private static final Duration VALID = Duration.ofMinutes(10);

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

    /** The same, good for so long: whole seconds. */
    public String personToken(String client, String person, Duration lifetime) {
        return token(client, person, "sallyport", lifetime);
    }

    private String token(String client, String subject) {
        return token(client, subject, "sallyport", VALID);
    }

    private String token(String client, String subject, String audience, Duration lifetime) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setSubject(subject);
        claims.setClaim("preferred_username", subject);
        claims.setAudience(audience);
        claims.setClaim("azp", client);
        claims.setClaim("client_id", client);
        claims.setIssuedAtToNow();
        claims.setGeneratedJwtId();
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + lifetime.toSeconds()));
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
            case "/token" -> {
                request.setExpectMultipart(true);
                request.endHandler(whole -> request.response().end(exchanged(request)));
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** RFC 8693: whoever asks gets a token of the same person, as itself, for that audience, and asks nobody else. */
    private String exchanged(HttpServerRequest request) {
        String basic = request.getHeader("Authorization").substring("Basic ".length());
        String client = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":", 2)[0];
        try {
            JwtClaims given = new JwtConsumerBuilder()
                    .setVerificationKey(key.getPublicKey())
                    .setSkipDefaultAudienceValidation()
                    .setAllowedClockSkewInSeconds(5)
                    .build()
                    .processToClaims(request.getFormAttribute("subject_token"));
            Duration left = Duration.ofSeconds(Math.max(
                    1, given.getExpirationTime().getValue() - NumericDate.now().getValue()));
            String token = token(client, given.getSubject(), request.getFormAttribute("audience"), left);
            return Json.write(Map.of(
                    "access_token",
                    token,
                    "issued_token_type",
                    "urn:ietf:params:oauth:token-type:access_token",
                    "token_type",
                    "Bearer",
                    "expires_in",
                    left.toSeconds()));
        } catch (InvalidJwtException | MalformedClaimException e) {
            request.response().setStatusCode(400);
            return Json.write(Map.of("error", "invalid_request", "error_description", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}

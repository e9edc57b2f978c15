package io.sallyport.embedded.issuer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** What the issuer says about itself: OpenID Connect Discovery 1.0 section 3, RFC 7517. */
final class IssuerDocuments {
    private IssuerDocuments() {}

    static JsonObject discovery(String issuer) {
        return new JsonObject()
                .put("issuer", issuer)
                .put("token_endpoint", issuer + "/token")
                .put("jwks_uri", issuer + "/jwks")
                .put("grant_types_supported", JsonArray.of(TokenRequest.GRANT, TokenExchange.GRANT))
                .put("token_endpoint_auth_methods_supported", JsonArray.of("client_secret_basic", "client_secret_post"))
                .put("response_types_supported", new JsonArray())
                .put("subject_types_supported", JsonArray.of("public"))
                .put("id_token_signing_alg_values_supported", JsonArray.of("RS256"));
    }

    static JsonObject keySet(RSAPublicKey key) {
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", keyId(key))
                .put("n", number(key.getModulus()))
                .put("e", number(key.getPublicExponent()));
        return new JsonObject().put("keys", JsonArray.of(jwk));
    }

    /** The key's thumbprint, RFC 7638. */
    static String keyId(RSAPublicKey key) {
        String canonical = "{\"e\":\"" + number(key.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\""
                + number(key.getModulus()) + "\"}";
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return base64Url(sha256.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Big-endian without a sign byte, RFC 7518 section 6.3.1. */
    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return base64Url(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

package io.sallyport.door;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signing side of {@link RotatingIssuer}: mints tokens, good ones and every sort of bad one. */
final class Tokens {
    static final String CLIENT = "web-chat";

    private final String issuer;
    private final Path folder;
    private Signer current = new Signer("first", rsa());
    private Signer withdrawn = current;

    Tokens(String issuer, Path folder) {
        this.issuer = issuer;
        this.folder = folder;
        publish(current);
    }

    record Signer(String keyId, KeyPair pair) {}

    /** A token that opens the door. */
    String good() {
        return good(CLIENT);
    }

    String good(String client, String... roles) {
        return signed(claims -> claims.claim("azp", client).claim("roles", Set.of(roles)), current);
    }

    String expired() {
        return signed(claims -> claims.expiresAt(Instant.now().minusSeconds(60)), current);
    }

    String notYetValid() {
        return signed(
                claims -> claims.claim("nbf", Instant.now().plusSeconds(60).getEpochSecond()), current);
    }

    String forAnotherAudience() {
        return signed(claims -> claims.audience("somebody-else"), current);
    }

    String fromAnotherIssuer() {
        return signed(claims -> claims.issuer("https://issuer.example"), current);
    }

    String signedByAnotherKey() {
        return signed(claims -> claims, new Signer(current.keyId(), rsa()));
    }

    /** Good but for its key, which the issuer has withdrawn at the last {@link #rotate}. */
    String signedByTheWithdrawnKey() {
        return signed(claims -> claims, withdrawn);
    }

    String signedByAnUnknownKey() {
        return signed(claims -> claims, new Signer("unknown", rsa()));
    }

    String withoutExpiry() {
        return custom(
                "{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(current.keyId()),
                "{\"iss\":\"" + issuer + "\",\"aud\":\"sallyport\",\"azp\":\"web-chat\"}",
                "x");
    }

    String unsigned() {
        return base64("{\"alg\":\"none\"}") + "." + payloadOf(good()) + ".";
    }

    /** The public key taken for an HMAC secret: what a verifier must not fall for. */
    String signedWithThePublicKeyAsSecret() {
        String head = base64("{\"alg\":\"HS256\",\"kid\":\"%s\"}".formatted(current.keyId()));
        String content = head + "." + payloadOf(good());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(current.pair().getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String withAChangedPayload() {
        String[] parts = good().split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + "." + base64(payload.replace(CLIENT, "operator")) + "." + parts[2];
    }

    /** From now on the issuer signs with another key and publishes only that one. */
    void rotate(String keyId) {
        withdrawn = current;
        current = new Signer(keyId, rsa());
        publish(current);
    }

    /** From now on the issuer answers 503. */
    void goDown() {
        try {
            Files.delete(folder.resolve("jwks.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void comeBack() {
        publish(current);
    }

    /** How often the key set was fetched. */
    long fetches() {
        try {
            Path log = folder.resolve("fetched");
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String signed(UnaryOperator<JwtClaimsBuilder> change, Signer signer) {
        JwtClaimsBuilder usual = Jwt.issuer(issuer)
                .subject("subject-of-" + CLIENT)
                .audience("sallyport")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(300))
                .claim("azp", CLIENT);
        return change.apply(usual)
                .jws()
                .keyId(signer.keyId())
                .sign(signer.pair().getPrivate());
    }

    private static String custom(String head, String payload, String signature) {
        return base64(head) + "." + base64(payload) + "." + base64(signature);
    }

    private void publish(Signer... signers) {
        String keys = Stream.of(signers).map(Tokens::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        try {
            Files.writeString(folder.resolve("jwks.json"), keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jwk(Signer signer) {
        RSAPublicKey key = (RSAPublicKey) signer.pair().getPublic();
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(
                        signer.keyId(),
                        base64(key.getModulus().toByteArray()),
                        base64(key.getPublicExponent().toByteArray()));
    }

    private static String payloadOf(String token) {
        return List.of(token.split("\\.")).get(1);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.sallyport.embedded.issuer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which client asks: {@code client_secret_basic} or {@code client_secret_post} (RFC 6749 section 2.3.1). */
final class ClientAuthentication {
    private static final String BASIC = "Basic ";

    private final byte[] secret;

    ClientAuthentication(String secret) {
        this.secret = bytes(secret);
    }

    /**
     * The id of the client that proved to know the secret.
     *
     * @param authorization the header, where there is one
     * @throws TokenRefused when it did not prove it
     */
    String client(@Nullable String authorization, TokenForm form) {
        Credentials credentials = authorization == null ? posted(form) : basic(authorization);
        if (credentials.id().isEmpty() || !MessageDigest.isEqual(bytes(credentials.secret()), secret)) {
            throw TokenRefused.client();
        }
        return credentials.id();
    }

    private record Credentials(String id, String secret) {}

    private static Credentials posted(TokenForm form) {
        Optional<String> secret = form.optional("client_secret");
        return new Credentials(form.optional("client_id").orElse(""), secret.orElse(""));
    }

    private static Credentials basic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw TokenRefused.client();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return new Credentials(formDecoded(parts[0]), parts.length == 2 ? formDecoded(parts[1]) : "");
        } catch (IllegalArgumentException malformed) {
            throw TokenRefused.client();
        }
    }

    private static String formDecoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.sallyport.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Secret;
import io.sallyport.core.json.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * A person's own access token, verified at the door. It is shown to the issuer alone, which gives an agent a narrower one for it.
 *
 * @param issuer    its {@code iss}
 * @param subject   its {@code sub}: a person, at that issuer
 * @param value     the token itself
 * @param expiresAt its {@code exp}
 */
public record UserToken(String issuer, String subject, Secret<String> value, Instant expiresAt) {

    /** The token that proved {@code identity}; it has been verified, so that its payload is believed. */
    static UserToken of(AgentIdentity identity, Secret<String> token) {
        JsonNode claims = Json.parse(
                        Base64.getUrlDecoder().decode(token.reveal().split("\\.", -1)[1]))
                .orElseThrow(() -> new IllegalStateException("a verified token has no payload"));
        return new UserToken(
                claims.path("iss").asText(),
                Objects.requireNonNull(identity.subject()),
                token,
                Instant.ofEpochSecond(claims.path("exp").asLong()));
    }

    /** Whether {@code other} is the same person's, whenever and by whichever client it was got. */
    public boolean isOf(String otherIssuer, String otherSubject) {
        return issuer.equals(otherIssuer) && subject.equals(otherSubject);
    }
}

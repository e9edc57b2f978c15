package io.sallyport.identity.oidc;

import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.identity.Verified;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The claims of a token, as its payload says them: hearsay until the signature has been verified. */
final class Claims {
    // Beyond this nobody looks: verified tokens are remembered for a minute at most.
    private static final long FARTHEST_EXPIRY =
            Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    private final JsonObject payload;

    private Claims(JsonObject payload) {
        this.payload = payload;
    }

    /** Reads the payload; throws {@code invalid_credentials} where {@code token} is not a signed JWT at all. */
    static Claims of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw IdentityProblems.refusedToken("is not a signed JWT").exception();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(parts[1]);
            return new Claims(new JsonObject(new String(json, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | DecodeException notAJwt) {
            throw IdentityProblems.refusedToken("is not a signed JWT").exception();
        }
    }

    String issuer() {
        return text("iss").orElse("");
    }

    /** What the claims prove, once they are verified. */
    Verified verified(TrustedIssuers.Issuer issuer) {
        String client = text("azp")
                .or(() -> text("client_id"))
                .orElseThrow(() -> IdentityProblems.refusedToken("names no client (azp or client_id)")
                        .exception());
        AgentIdentity identity = new AgentIdentity(
                client,
                text("sub").orElse(null),
                roles(),
                PersonRule.isPerson(this, client, issuer),
                AgentIdentity.DEFAULT_TENANT,
                null);
        return new Verified(identity, expiry(), Optional.empty());
    }

    Optional<String> text(String claim) {
        return payload.getValue(claim) instanceof String value && !value.isEmpty()
                ? Optional.of(value)
                : Optional.empty();
    }

    boolean has(String claim) {
        return payload.getValue(claim) != null;
    }

    private Set<String> roles() {
        Object realm = payload.getValue("realm_access") instanceof JsonObject access ? access.getValue("roles") : null;
        return strings(realm == null ? payload.getValue("roles") : realm);
    }

    private static Set<String> strings(@Nullable Object value) {
        if (!(value instanceof JsonArray array)) {
            return Set.of();
        }
        return array.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Instant expiry() {
        long exp = payload.getValue("exp") instanceof Number seconds ? seconds.longValue() : 0;
        return Instant.ofEpochSecond(Math.clamp(exp, 0, FARTHEST_EXPIRY));
    }
}

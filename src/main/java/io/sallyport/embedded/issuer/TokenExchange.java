package io.sallyport.embedded.issuer;

import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * RFC 8693: a client that was shown a person's token gets one of its own for one tool, in that person's name. It carries no roles and no more
 * scope than was asked for, lasts no longer than the person's, and is never for the gateway itself: nobody becomes somebody else there.
 */
final class TokenExchange {
    static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private final String issuer;
    private final PublicKey key;
    private final InstantSource clock;

    TokenExchange(String issuer, PublicKey key, InstantSource clock) {
        this.issuer = issuer;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Checks what a client that has proven who it is wants to exchange.
     *
     * @throws TokenRefused in the words of RFC 8693 section 2.2.2
     */
    TokenRequest of(String client, TokenForm form) {
        type(form.required("subject_token_type"), "subject_token_type", Set.of(ACCESS_TOKEN, JWT));
        form.optional("requested_token_type")
                .ifPresent(wanted -> type(wanted, "requested_token_type", Set.of(ACCESS_TOKEN)));
        if (form.optional("actor_token").isPresent()) {
            throw TokenRefused.request("invalid_request", "The client that asks is the actor: send no actor_token.");
        }
        JwtClaims person = verified(form.required("subject_token"), client);
        String audience = TokenRequest.name(form.required("audience"), "audience");
        if (audience.equals(TokenRequest.AUDIENCE)) {
            throw TokenRefused.request("invalid_target", "No token is exchanged for one for the gateway itself.");
        }
        return new TokenRequest(client, subject(person), audience, Set.of(), scope(form, person), left(person));
    }

    private static void type(String given, String parameter, Set<String> known) {
        if (!known.contains(given)) {
            throw TokenRefused.request("invalid_request", parameter + " must be " + ACCESS_TOKEN + ".");
        }
    }

    /** One for the gateway, or for the very client: what a tool was given is not to be exchanged for more. */
    private JwtClaims verified(String token, String client) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                    .setVerificationKey(key)
                    .setExpectedIssuer(issuer)
                    .setExpectedAudience(TokenRequest.AUDIENCE, client)
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .build()
                    .processToClaims(token);
            if (claims.hasClaim("gty")) {
                throw TokenRefused.request("invalid_request", "The subject_token stands for a program and no person.");
            }
            return claims;
        } catch (InvalidJwtException bad) {
            throw TokenRefused.request(
                    "invalid_request",
                    "The subject_token is not valid: not of this issuer, for another audience, changed, or expired.");
        }
    }

    private static String subject(JwtClaims person) {
        try {
            return person.getSubject();
        } catch (MalformedClaimException e) {
            throw TokenRefused.request("invalid_request", "The subject_token names no subject.");
        }
    }

    private static String scope(TokenForm form, JwtClaims person) {
        String wanted = form.optional("scope").orElse("");
        List<String> has = List.of(String.valueOf(person.getClaimValue("scope")).split(" "));
        if (!wanted.isEmpty() && !has.containsAll(List.of(wanted.split(" ")))) {
            throw TokenRefused.request("invalid_scope", "The subject_token does not have that scope.");
        }
        return wanted;
    }

    private Duration left(JwtClaims person) {
        try {
            Duration left = Duration.ofSeconds(
                    person.getExpirationTime().getValue() - clock.instant().getEpochSecond());
            return left.compareTo(TokenRequest.LONGEST) < 0 ? left : TokenRequest.LONGEST;
        } catch (MalformedClaimException e) {
            throw TokenRefused.request("invalid_request", "The subject_token does not say when it expires.");
        }
    }
}

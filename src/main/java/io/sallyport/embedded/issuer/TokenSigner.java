package io.sallyport.embedded.issuer;

import io.sallyport.embedded.IssuerKey;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.InstantSource;

/** Writes and signs access tokens (RFC 9068's claims where they apply). */
final class TokenSigner {
    private final String issuer;
    private final IssuerKey key;
    private final String keyId;
    private final InstantSource clock;

    TokenSigner(String issuer, IssuerKey key, String keyId, InstantSource clock) {
        this.issuer = issuer;
        this.key = key;
        this.keyId = keyId;
        this.clock = clock;
    }

    /** A token for {@code request}; one on behalf of nobody but the client says so in {@code gty}. */
    String sign(TokenRequest request) {
        JwtClaimsBuilder claims = Jwt.issuer(issuer)
                .subject(request.subject())
                .audience(request.audience())
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(request.lifetime()))
                .claim("azp", request.client())
                .claim("client_id", request.client())
                .claim("roles", request.roles());
        if (request.subject().equals(request.client())) {
            claims = claims.claim("gty", "client-credentials");
        }
        if (!request.scope().isEmpty()) {
            claims = claims.claim("scope", request.scope());
        }
        return claims.jws().keyId(keyId).sign(key.privateKey());
    }
}

package io.sallyport.identity.oidc;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.Tenant;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.sallyport.identity.CredentialVerifier;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.identity.Verified;
import io.sallyport.identity.key.ApiKeyVerifier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Verifies OIDC access tokens: everything that is not an API key. */
@Singleton
class AccessTokenVerifier implements CredentialVerifier {
    private final TrustedIssuers issuers;
    private final ExternalIssuer external;
    private final TenantIdentityProvider embedded;

    @Inject
    AccessTokenVerifier(
            TrustedIssuers issuers,
            ExternalIssuer external,
            @Tenant(TrustedIssuers.EMBEDDED_TENANT) TenantIdentityProvider embedded) {
        this.issuers = issuers;
        this.external = external;
        this.embedded = embedded;
    }

    @Override
    public boolean recognises(String credential) {
        return !ApiKeyVerifier.looksLikeKey(credential);
    }

    @Override
    public Uni<Verified> verify(String token) {
        return Uni.createFrom().deferred(() -> {
            Claims claims = Claims.of(token);
            TrustedIssuers.Issuer issuer = issuers.of(claims.issuer());
            return ask(issuer, token)
                    .map(identity -> claims.verified(issuer))
                    .onFailure()
                    .transform(Refusals::asProblem);
        });
    }

    private Uni<SecurityIdentity> ask(TrustedIssuers.Issuer issuer, String token) {
        return switch (issuer) {
            case EMBEDDED -> embedded.authenticate(new AccessTokenCredential(token));
            case EXTERNAL -> external.verify(token);
            case NOBODY ->
                throw IdentityProblems.refusedToken("comes from an issuer that is not trusted (iss)")
                        .exception();
        };
    }
}

package io.sallyport.identity.oidc;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The configured issuer. Verifying needs it only for its keys: at the first token, and when a token names a key that is not known yet.
 * A retry would not help a caller who can repeat the request; a breaker keeps a dead issuer from costing every request its timeout.
 */
@ApplicationScoped
class ExternalIssuer {
    private final TenantIdentityProvider provider;

    @Inject
    ExternalIssuer(TenantIdentityProvider provider) {
        this.provider = provider;
    }

    @Timeout(value = 4, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 4,
            failureRatio = 1,
            delay = 2,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = AuthenticationFailedException.class)
    Uni<SecurityIdentity> verify(String token) {
        return Uni.createFrom()
                .deferred(() -> provider.authenticate(new AccessTokenCredential(token)))
                .onFailure(Refusals::isOfTheToken)
                .transform(AuthenticationFailedException::new);
    }
}

package io.sallyport.identity.oidc;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The configured issuer. Verifying needs it only for its keys: at the first token, and when a token names a key that is not known yet.
 * A retry would not help a caller who can repeat the request; a breaker keeps a dead issuer from costing every request its timeout.
 */
@Singleton
class ExternalIssuer {
    private final TenantIdentityProvider provider;
    private final Duration refreshInterval;
    private volatile long lastSilence = System.nanoTime() - Duration.ofHours(1).toNanos();

    @Inject
    ExternalIssuer(
            TenantIdentityProvider provider,
            @ConfigProperty(name = "quarkus.oidc.token.forced-jwk-refresh-interval", defaultValue = "10S")
                    Duration refreshInterval) {
        this.provider = provider;
        this.refreshInterval = refreshInterval;
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
                .onFailure()
                .transform(this::judged);
    }

    private Throwable judged(Throwable failure) {
        if (!Refusals.isOfTheToken(failure)) {
            lastSilence = System.nanoTime();
            return new OIDCException(failure);
        }
        // The keys are not fetched again for a while after an attempt, failed or not: until then an unknown key proves
        // nothing.
        if (Refusals.isOfAnUnknownKey(failure) && System.nanoTime() - lastSilence < refreshInterval.toNanos()) {
            return new OIDCException("the issuer was silent when its keys were last asked for", failure);
        }
        return failure instanceof AuthenticationFailedException ? failure : new AuthenticationFailedException(failure);
    }
}

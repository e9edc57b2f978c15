package io.sallyport.identity.oidc;

import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may issue tokens: the issuer of {@code quarkus.oidc.auth-server-url}, where there is one, and the embedded issuer, where it runs.
 * The first is reached over HTTP and may be down; of the second we hold the public key.
 */
@Singleton
class TrustedIssuers {
    static final String EMBEDDED_TENANT = "embedded";

    private final Optional<String> external;
    private final Optional<String> embedded;
    private final Optional<String> embeddedKey;
    private final String audience;

    @Inject
    TrustedIssuers(
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> external,
            @ConfigProperty(name = "sallyport.embedded.issuer.url") Optional<String> embedded,
            @ConfigProperty(name = "sallyport.embedded.issuer.public-key") Optional<String> embeddedKey,
            @ConfigProperty(name = "quarkus.oidc.token.audience", defaultValue = "sallyport") String audience) {
        this.external = external;
        this.embedded = embedded;
        this.embeddedKey = embeddedKey;
        this.audience = audience;
    }

    void register(@Observes Oidc oidc) {
        if (external.isEmpty()) {
            oidc.create(OidcTenantConfig.builder().disableTenant().build());
        }
        if (embedded.isPresent() && embeddedKey.isPresent()) {
            oidc.create(OidcTenantConfig.builder()
                    .tenantId(EMBEDDED_TENANT)
                    .publicKey(embeddedKey.get())
                    .token()
                    .issuer(embedded.get())
                    .audience(audience)
                    .end()
                    .build());
        }
    }

    boolean hasExternal() {
        return external.isPresent();
    }

    /** Whom a token says it is from: decides who verifies it, and nothing else. */
    Issuer of(String claimedIssuer) {
        if (embeddedKey.isPresent() && embedded.filter(claimedIssuer::equals).isPresent()) {
            return Issuer.EMBEDDED;
        }
        return external.isPresent() ? Issuer.EXTERNAL : Issuer.NOBODY;
    }

    enum Issuer {
        EMBEDDED,
        EXTERNAL,
        NOBODY
    }
}

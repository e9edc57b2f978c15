package io.sallyport.tool.http;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who gives agents their tokens: the configured issuer, or else the embedded one, where every client's secret is the embedded API key. */
@Singleton
class Issuer {
    private final Optional<URI> external;
    private final Optional<URI> embedded;
    private final Optional<Secret<String>> embeddedSecret;

    @Inject
    Issuer(@ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> external, SallyportConfig config) {
        this(external, config.embedded());
    }

    Issuer(Optional<String> external, EmbeddedFacts facts) {
        this.external = external.map(URI::create);
        this.embedded = facts.issuer().map(issuer -> URI.create(issuer.url()));
        this.embeddedSecret = facts.apiKey().map(Secret::of);
    }

    /** Its identifier, in front of its well-known documents; empty where there is none. */
    Optional<URI> url() {
        return external.or(() -> embedded);
    }

    /** What {@code agent} proves itself with; empty where it has nothing. */
    Optional<Secret<String>> secretOf(AgentSpec agent) {
        Optional<Secret<String>> own =
                agent.clientSecret().filter(secret -> !secret.reveal().isEmpty());
        return external.isPresent() ? own : own.or(() -> embeddedSecret);
    }
}

package io.sallyport.identity.oidc;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.sallyport.config.SallyportConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Has the issuer's keys fetched anew when they get old, so that a key it has withdrawn does not stay trusted. The framework fetches them
 * only for a token whose key it does not know, and offers no other way to ask for it: so it is shown such a token, which nobody can sign.
 */
@Singleton
class KeyRefresh {
    private static final Logger LOG = Logger.getLogger(KeyRefresh.class);

    private final ExternalIssuer issuer;
    private final TrustedIssuers issuers;
    private final Duration refresh;
    private final AtomicBoolean silent = new AtomicBoolean();

    KeyRefresh(ExternalIssuer issuer, TrustedIssuers issuers, SallyportConfig config) {
        this.issuer = issuer;
        this.issuers = issuers;
        this.refresh = config.identity().keysRefresh();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (issuers.hasExternal()) {
            var _ = vertx.setPeriodic(refresh.toMillis(), tick -> ask());
        }
    }

    private void ask() {
        var _ = issuer.verify(tokenOfAnUnknownKey())
                .subscribe()
                .with(never -> {}, failure -> heard(failure instanceof AuthenticationFailedException));
    }

    private void heard(boolean answered) {
        if (answered) {
            silent.set(false);
        } else if (!silent.getAndSet(true)) {
            LOG.warnf(
                    "the issuer of access tokens does not answer when asked for its keys; those it had stay trusted, and it is asked again every %s",
                    refresh);
        }
    }

    private static String tokenOfAnUnknownKey() {
        return base64("{\"alg\":\"RS256\",\"kid\":\"" + UUID.randomUUID() + "\"}") + "." + base64("{}") + ".AA";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

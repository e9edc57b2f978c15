package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How callers are known. */
public interface IdentitySettings {
    /** How old the issuer's keys may get before they are asked for anew. A key that it has withdrawn is not trusted for longer. */
    @WithDefault("5m")
    Duration keysRefresh();

    /**
     * What users' access tokens are encrypted with while a run keeps them: 32 bytes in Base64. Required where an agent has a tool with
     * {@code auth: user}; made and kept in the data folder by an embedded start. After a change users are asked to sign in again.
     */
    Optional<String> userTokenKey();
}

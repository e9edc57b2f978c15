package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How callers are known. */
public interface IdentitySettings {
    /** How old the issuer's keys may get before they are asked for anew. A key that it has withdrawn is not trusted for longer. */
    @WithDefault("5m")
    Duration keysRefresh();
}

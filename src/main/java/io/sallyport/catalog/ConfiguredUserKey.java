package io.sallyport.catalog;

import io.sallyport.config.IdentitySettings;
import java.util.Optional;

/** The key that this server is configured with. */
record ConfiguredUserKey(IdentitySettings settings) implements UserKeyCheck {
    @Override
    public Optional<String> missing() {
        return settings.userTokenKey().isPresent()
                ? Optional.empty()
                : Optional.of("Set SALLYPORT_IDENTITY_USER_TOKEN_KEY to 32 random bytes in Base64, like the output of"
                        + " `openssl rand -base64 32`.");
    }
}

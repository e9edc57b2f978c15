package io.sallyport.identity.key;

import io.sallyport.identity.DemoPrincipal;
import io.sallyport.identity.Digest;
import io.sallyport.identity.Verified;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one key of an embedded start, handed over by it as a system property; there is none anywhere else. */
@Singleton
class EmbeddedKey {
    private final Optional<byte[]> digest;

    @Inject
    EmbeddedKey(@ConfigProperty(name = "sallyport.embedded.api-key") Optional<String> key) {
        this.digest = key.map(text -> Digest.of(text).bytes());
    }

    /** What {@code presented} proves, if it is this key; compared in constant time. */
    Optional<Verified> check(Digest presented) {
        return digest.filter(mine -> MessageDigest.isEqual(mine, presented.bytes()))
                .map(same -> DemoPrincipal.verified());
    }
}

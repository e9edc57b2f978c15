package io.sallyport.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a credential proved.
 *
 * @param identity  whose it is
 * @param expiresAt until when the credential itself is good
 * @param scopes    permissions, globs included, that the credential is narrowed to; empty: not narrowed
 */
public record Verified(AgentIdentity identity, Instant expiresAt, Optional<List<String>> scopes) {
    public Verified {
        scopes = scopes.map(List::copyOf);
    }
}

package io.sallyport.identity.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key as the store knows it, without the key.
 *
 * @param scopes what it is narrowed to; empty: everything its principal may do
 */
public record StoredKey(
        String id, String client, Optional<List<String>> scopes, Instant expiresAt, Optional<Instant> revokedAt) {
    public StoredKey {
        scopes = scopes.map(List::copyOf);
    }

    boolean isGoodAt(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}

package io.sallyport.identity.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What administrators see of a key. */
public record KeyRecord(
        String id,
        String hint,
        String client,
        Optional<List<String>> scopes,
        Optional<String> note,
        Created created,
        Instant expiresAt,
        Optional<Instant> revokedAt) {

    /** When and by whom. */
    public record Created(Instant at, String by) {}
}

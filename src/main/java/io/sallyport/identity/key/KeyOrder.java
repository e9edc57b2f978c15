package io.sallyport.identity.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key that somebody wants made.
 *
 * @param client    the principal it will belong to
 * @param scopes    what it is narrowed to; empty: not narrowed
 * @param expiresAt when it ends; every key ends
 * @param orderedBy the administrator
 */
public record KeyOrder(
        String client, Optional<List<String>> scopes, Instant expiresAt, Optional<String> note, String orderedBy) {}

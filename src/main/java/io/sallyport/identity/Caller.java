package io.sallyport.identity;

import io.sallyport.catalog.Catalog;
import io.sallyport.core.Secret;
import java.util.Optional;

/**
 * What the door found out: who calls, what they may do, and the one catalogue snapshot their request sees.
 *
 * @param token the access token that a person came with; empty for programs and for API keys
 */
public record Caller(AgentIdentity identity, Permissions may, Catalog catalog, Optional<Secret<String>> token) {
    public Caller(AgentIdentity identity, Permissions may, Catalog catalog) {
        this(identity, may, catalog, Optional.empty());
    }

    /** The same caller, having come with {@code credential}: of persons it is kept for as long as the request is. */
    public Caller bearing(String credential) {
        boolean isToken = identity.person() && identity.keyId() == null && identity.subject() != null;
        return isToken ? new Caller(identity, may, catalog, Optional.of(Secret.of(credential))) : this;
    }

    /** The person in whose name tools can be called. */
    public Optional<UserToken> user() {
        return token.map(value -> UserToken.of(identity, value));
    }
}

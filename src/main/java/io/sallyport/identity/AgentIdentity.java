package io.sallyport.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, verified.
 *
 * @param client  the OIDC client ({@code azp}, else {@code client_id}), or the principal an API key belongs to
 * @param subject the token's {@code sub}; null for API keys
 * @param roles   {@code realm_access.roles} or {@code roles}
 * @param person  whether a person stands behind the token: it was not issued by client credentials
 * @param tenant  whose data it may see
 * @param keyId   id of the API key used; null for tokens
 */
public record AgentIdentity(
        String client,
        @Nullable String subject,
        Set<String> roles,
        boolean person,
        String tenant,
        @Nullable String keyId) {
    /** The tenant of whom the catalogue does not place elsewhere. */
    public static final String DEFAULT_TENANT = "default";

    public AgentIdentity {
        roles = Set.copyOf(roles);
    }

    /** The same identity, seeing the data of {@code newTenant}. */
    public AgentIdentity in(String newTenant) {
        return new AgentIdentity(client, subject, roles, person, newTenant, keyId);
    }
}
